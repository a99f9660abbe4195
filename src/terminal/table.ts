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
    const wrappable = widths.map((width, column) => (width > (narrowest[column] ?? 0) ? width : 0));
    const widest = Math.max(...wrappable);
    if (widest === 0) break;
    widths[wrappable.indexOf(widest)] = widest - 1;
  }
  const lines = (row: readonly string[]) => {
    const cells = widths.map((width, column) => wrap(row[column] ?? "", width));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      `  ${cells.map((cell, column) => (cell[line] ?? "").padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
    );
  };
  return [[...lines(header), ...lines(widths.map((width) => "-".repeat(width)))], ...rows.map(lines)];
}

const widthsOf = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: (cell: string) => number,
) => header.map((_, column) => Math.max(...[header, ...rows].map((row) => width(row[column] ?? ""))));

const longestWord = (cell: string) => Math.max(0, ...words(cell).map((word) => word.length));

/** Two spaces before each column. */
const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + 2 + width, 0);
