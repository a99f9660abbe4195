import { lengthOf, wrap } from "../../terminal/wrap";

/** A character (U+2060, word joiner) that replaces a space if the line must not be broken at that space. */
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

/** Returns an alarm's name without the prefix `alarm-` and the environment's suffix. */
export const shortAlarm = (suffix: string, name: string): string =>
  name.replace(/^alarm-/, "").replace(new RegExp(`-${suffix}$`), "");

/** Returns the name of an image without its registry, and with only the first 12 digits of its digest. */
export const shortImage = (image: string): string =>
  image.replace(/^[^/]*[.:][^/]*\//, "").replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
