/**
 * Color, bold and dim, which our own lines are made of and which can do no harm; then everything that could: the other
 * control sequences, control characters, and those that turn the direction of writing.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
  /(\u001b\[(?:0|1|2|22|3[1-69])m)|\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The only control character of a printable line begins a style. */
const STYLE = /\p{Cc}\[\d+m/gu;

/** A line of ours that may quote others (AWS, a plan): without control sequences, except for our own styles. */
export function styledLine(line: string): string {
  return line.replace(/[\t\r\n]+/g, " ").replace(CONTROLS, (_, style?: string) => style ?? "");
}

/** Lines of ours that may hold what others wrote. */
export const styled = (text: string): string => text.split("\n").map(styledLine).join("\n");

/** The first `width` columns of a printable line. A character takes one column; styles take none, and end with it. */
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

/** Columns that a printable line takes. */
export const widthOf = (line: string): number => [...line.replace(STYLE, "")].length;
