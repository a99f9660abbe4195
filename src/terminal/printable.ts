/** Control characters (escape sequences begin with one), changes of the text's direction, and what is not seen. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Somebody else's text so that a terminal only prints it: as JSON would write what a terminal might obey, or not show. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** A value as JSON, of which a terminal prints all and obeys nothing: JSON itself escapes only some control characters. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).split("\n").map(printable).join("\n");

export const shorten = (value: string, length: number): string =>
  value.length <= length ? value : `${value.slice(0, length - 1)}…`;
