import { printable } from "./printable";

const INDENT = "  ";
const GAP = "  ";

/**
 * Rows of text under a header, in columns as wide as they need to be. Where that is wider than the terminal, the widest
 * columns are narrowed and what is in them is wrapped.
 *
 * @param columns of the terminal. @default - those of the standard output; no limit where that is none
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined = process.stdout.columns,
): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => [...printable(cell)]));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const room = (columns || Number.POSITIVE_INFINITY) - INDENT.length - GAP.length * (widths.length - 1);
  for (let over = widths.reduce((sum, width) => sum + width, -room); over > 0; over--) {
    const widest = Math.max(...widths);
    if (widest === 1) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  const line = (row: readonly string[]) =>
    `${INDENT}${row.map((text, column) => text + " ".repeat((widths[column] ?? 0) - [...text].length)).join(GAP)}`.trimEnd();
  const [head = [], ...body] = cells.map((row) => {
    const wrapped = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
    const height = Math.max(...wrapped.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) => line(wrapped.map((it) => it[at] ?? "")));
  });
  return [...head, line(widths.map((width) => "-".repeat(width))), ...body.flat()].join("\n");
}

/** Wraps at spaces, and breaks a word that is longer than a whole line. By characters: none is cut in two. */
function wrap(text: readonly string[], width: number): string[] {
  if (text.length <= width) return [text.join("")];
  const lines: string[] = [];
  const line: string[] = [];
  for (const word of text.join("").split(" ")) {
    const characters = [...word];
    if (line.length > 0 && line.length + 1 + characters.length > width) lines.push(line.splice(0).join(""));
    if (line.length > 0) line.push(" ");
    line.push(...characters);
    while (line.length > width) lines.push(line.splice(0, breakOf(line, width)).join(""));
  }
  return [...lines, line.join("")];
}

/** Where to break a long word: behind one of the separators of ARNs and names, unless that leaves half of the line empty. */
function breakOf(line: readonly string[], width: number): number {
  const at = line.slice(0, width).findLastIndex((character) => "/:-,.".includes(character)) + 1;
  return at > width / 2 ? at : width;
}
