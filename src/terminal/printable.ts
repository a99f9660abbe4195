/** Matches control characters (escape sequences begin with one), characters that change the writing direction, and invisible characters. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Makes text from elsewhere safe for a terminal: unprintable characters are escaped as in JSON (`\u001b`). */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** Formats a value as JSON that is safe for a terminal. JSON.stringify itself escapes only some control characters. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).split("\n").map(printable).join("\n");

export const shorten = (value: string, length: number): string =>
  value.length <= length ? value : `${value.slice(0, length - 1)}…`;
