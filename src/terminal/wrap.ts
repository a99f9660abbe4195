/** Divides a text at white space. */
export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/**
 * Wraps a text into lines of at most `width` characters.
 *
 * @param breakWords true if words that are longer than a line are broken. @default false: a long word is not broken and its line is too
 * long, so that the user can copy the word
 */
export function wrap(text: string, width: number, breakWords = false): string[] {
  if (lengthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line: string[] = [];
  for (const word of words(text)) {
    const characters = [...word];
    if (line.length > 0 && line.length + 1 + characters.length > width) {
      lines.push(line.join(""));
      line = [];
    }
    if (line.length > 0) line.push(" ");
    line.push(...characters);
    while (breakWords && line.length > width) lines.push(line.splice(0, breakOf(line, width)).join(""));
  }
  return [...lines, line.join("")];
}

/** Returns the width of a text in columns. Each code point counts as one column. */
export const lengthOf = (text: string): number => [...text].length;

/**
 * Returns the position at which a long word is broken. It is after a separator of ARNs and names, such as `/`, if the line is then at least
 * half full.
 */
function breakOf(line: readonly string[], width: number): number {
  const at = line.slice(0, width).findLastIndex((character) => "/:-,.".includes(character)) + 1;
  return at > width / 2 ? at : width;
}
