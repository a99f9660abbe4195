export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** Lines of words, none longer than a width unless a word is: what somebody copies stays in one piece. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of words(text)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
