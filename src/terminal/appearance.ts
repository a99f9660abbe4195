/** The formatting of text for an output, such as a terminal. */
export interface Appearance {
  /** The number of columns of a line. Infinite if nothing wraps lines, as in a pipe. */
  readonly columns: number;
  /** True if text may be colored. */
  readonly color: boolean;
}

/** Returns the formatting for an output stream. Text is colored only in a terminal, and not if NO_COLOR is set. https://no-color.org */
export const appearanceOf = (
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  { NO_COLOR, TERM }: NodeJS.ProcessEnv,
): Appearance => ({
  columns: columns || Number.POSITIVE_INFINITY, // if a pseudo-terminal has no size, it reports 0
  color: isTTY === true && !NO_COLOR && TERM !== "dumb",
});

/** Parameters of the escape sequence Select Graphic Rendition (ECMA-48). */
const CODES = { bold: 1, red: 31, green: 32, yellow: 33 };

export type Color = keyof typeof CODES;

export const painted = (text: string, color: Color): string => `\u001b[${CODES[color]}m${text}\u001b[0m`;
