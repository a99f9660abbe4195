import { words, wrap } from "./wrap";

/**
 * Rows of text under a header, in columns as wide as they need to be.
 *
 * @param columns of the terminal: cells wrap at words so that the table fits, as far as words allow
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string {
  return tableRows(header, rows, columns).flat().join("\n");
}

/** The same, the lines of each row apart; those of the header first. */
export function tableRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[][] {
  const widths = widthsOf(header, rows, (cell) => cell.length);
  const narrowest = widthsOf(header, rows, longestWord);
  while (total(widths) > columns) {
    const widest = widths.reduce((a, width, b) => (spare(b) > 0 && (a < 0 || width > at(a)) ? b : a), -1);
    if (widest < 0) break;
    widths[widest] = at(widest) - 1;
  }
  const lines = (row: readonly string[]) => {
    const cells = row.map((cell, column) => (cell.length > at(column) ? wrap(cell, at(column)) : [cell]));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      `  ${cells.map((cell, column) => (cell[line] ?? "").padEnd(at(column))).join("  ")}`.trimEnd(),
    );
  };
  return [[...lines(header), ...lines(widths.map((width) => "-".repeat(width)))], ...rows.map(lines)];

  function at(column: number): number {
    return widths[column] ?? 0;
  }
  function spare(column: number): number {
    return at(column) - (narrowest[column] ?? 0);
  }
}

/** Whether a table fits when its cells are wrapped at words. */
export const tableFits = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): boolean => total(widthsOf(header, rows, longestWord)) <= columns;

const widthsOf = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: (cell: string) => number,
) => header.map((_, column) => Math.max(...[header, ...rows].map((row) => width(row[column] ?? ""))));

const longestWord = (cell: string) => Math.max(0, ...words(cell).map((word) => word.length));

/** Two spaces before each column. */
const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + 2 + width, 0);
