/**
 * Matches control sequences and control characters. The first group matches the styles that this project uses: colors, bold and dim. They
 * are harmless. The other alternatives match all other control sequences, control characters, and characters that change the writing
 * direction.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
  /(\u001b\[(?:0|1|2|22|3[1-69])m)|\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Matches a style in a line that {@link styledLine} has returned. Such a line contains no other control characters. */
const STYLE = /\p{Cc}\[\d+m/gu;

/**
 * Removes control sequences from a line that may contain text from elsewhere, such as an error of AWS. The styles that this project uses
 * are kept.
 */
export function styledLine(line: string): string {
  return line.replace(/[\t\r\n]+/g, " ").replace(CONTROLS, (_, style?: string) => style ?? "");
}

/** Applies {@link styledLine} to each line of a text. */
export const styled = (text: string): string => text.split("\n").map(styledLine).join("\n");

/**
 * Cuts a line to a width in columns. Each character takes one column; styles take no column. If the cut is inside a style, the style ends
 * there.
 */
export function cut(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let [column, kept, styled] = [0, "", false];
  for (const part of line.match(/\p{Cc}\[\d+m|./gu) ?? []) {
    if (part.length > 2) styled = true;
    else if (++column === width) {
      kept += "…";
      break;
    }
    kept += part;
  }
  return styled ? `${kept}\u001b[0m` : kept;
}

/** Returns the width of a line in columns, without styles. */
export const widthOf = (line: string): number => [...line.replace(STYLE, "")].length;
