import { lengthOf, wrap } from "../../terminal/wrap";

/** Stands for a space at which no line ends. */
const TOGETHER = "\u2060";

/** Lines of at most the given number of columns; a command at the end can still be copied and pasted. */
export function fitted(line: string, columns: number): string[] {
  if (lengthOf(line) <= columns) return [line];
  const [, indent = "", words = "", command] =
    /^( *)(.*?)(?: ((?:npm run release -- |aws ecs ).*))?$/.exec(line) ?? [];
  const width = columns - indent.length;
  // An option stays with its value.
  const options = command?.replace(/ (--\w\S*) (?!-)/g, ` $1${TOGETHER}`);
  const typed =
    options === undefined ? [] : wrap(options, width - 4).map((it) => `  ${it.replaceAll(TOGETHER, " ")}`);
  return [
    ...wrap(words, width, true),
    ...typed.map((it, at) => (at < typed.length - 1 ? `${it} \\` : it)),
  ].map((it) => `${indent}${it}`);
}

/** An alarm's name without the parts that all alarms of the environment share. */
export const shortAlarm = (suffix: string, name: string): string =>
  name.replace(/^alarm-/, "").replace(new RegExp(`-${suffix}$`), "");

/** An image without its registry, and with the first digits of its digest. */
export const shortImage = (image: string): string =>
  image.replace(/^[^/]*[.:][^/]*\//, "").replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
