import { lengthOf, wrap } from "../../terminal/wrap";

/** A word joiner, which stands in place of a space at which a line must not be broken. */
const TOGETHER = "\u2060";

/**
 * Wraps a line to the given number of columns. A command at the end of the line gets lines of its own that can be pasted into a
 * shell.
 */
export function fitted(line: string, columns: number): string[] {
  if (lengthOf(line) <= columns) return [line];
  const [, indent = "", words = "", command] =
    /^( *)(.*?)(?: ((?:npm run release -- |aws ecs ).*))?$/.exec(line) ?? [];
  const width = columns - indent.length;
  // An option and its value stay on the same line.
  const options = command?.replace(/ (--\w\S*) (?!-)/g, ` $1${TOGETHER}`);
  const typed =
    options === undefined ? [] : wrap(options, width - 4).map((it) => `  ${it.replaceAll(TOGETHER, " ")}`);
  return [
    ...wrap(words, width, true),
    ...typed.map((it, at) => (at < typed.length - 1 ? `${it} \\` : it)),
  ].map((it) => `${indent}${it}`);
}

/** An alarm's name without the prefix and the suffix that all alarms of the environment have. */
export const shortAlarm = (suffix: string, name: string): string =>
  name.replace(/^alarm-/, "").replace(new RegExp(`-${suffix}$`), "");

/** An image without its registry, and with the first digits of its digest. */
export const shortImage = (image: string): string =>
  image.replace(/^[^/]*[.:][^/]*\//, "").replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
