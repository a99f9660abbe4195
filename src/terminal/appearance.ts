/** The appearance of text on an output. */
export interface Appearance {
  /** Columns of a line; unlimited where nothing wraps lines, such as in a pipe. */
  readonly columns: number;
  readonly color: boolean;
}

/** Colors only for people who did not decline them. https://no-color.org */
export const appearanceOf = (
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  { NO_COLOR, TERM }: NodeJS.ProcessEnv,
): Appearance => ({
  columns: columns || Number.POSITIVE_INFINITY, // a pseudo-terminal that nobody gave a size says 0
  color: isTTY === true && !NO_COLOR && TERM !== "dumb",
});

/** Select Graphic Rendition, of ECMA-48. */
const CODES = { bold: 1, red: 31, green: 32, yellow: 33 };

export type Color = keyof typeof CODES;

export const painted = (text: string, color: Color): string => `\u001b[${CODES[color]}m${text}\u001b[0m`;
