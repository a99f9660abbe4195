export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/**
 * Lines of words, each of at most `width` characters.
 *
 * @param breakWords whether a word that is longer than a line is broken too. @default false: what somebody copies stays in
 * one piece, on a line that is too long
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

/** Columns that a text takes: one for each character, of which some are two code units. */
export const lengthOf = (text: string): number => [...text].length;

/** Where to break a long word: behind one of the separators of ARNs and names, unless that leaves half of the line empty. */
function breakOf(line: readonly string[], width: number): number {
  const at = line.slice(0, width).findLastIndex((character) => "/:-,.".includes(character)) + 1;
  return at > width / 2 ? at : width;
}
