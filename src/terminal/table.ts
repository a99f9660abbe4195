import { printable } from "./printable";
import { lengthOf, words, wrap } from "./wrap";

const INDENT = "  ";
const GAP = "  ";

/**
 * Formats a table with a header. Each column is as wide as its widest cell. If the table is wider than the terminal, the widest columns
 * become narrower and their cells are wrapped, until the table fits.
 *
 * @param columns width of the terminal. @default - the width of standard output. If standard output is a terminal that does not report its
 *   width, 80. If it is no terminal, no limit
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined = process.stdout.columns,
): string {
  const [head = [], ...body] = [header, ...rows].map((row) =>
    row.map((cell) => printable(cell.replace(/\s+/g, " "))),
  );
  return tableRows(head, body, columns === 0 ? 80 : (columns ?? Number.POSITIVE_INFINITY), true)
    .flat()
    .join("\n");
}

/**
 * Formats a table in the same way as {@link table}, but returns the lines of each row separately. The header's lines come first.
 *
 * @param breakWords true if words may be broken when the table does not fit otherwise. @default false
 */
export function tableRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
  breakWords = false,
): string[][] {
  const widths = widthsOf(header, rows, lengthOf);
  const narrowest = breakWords ? widths.map(() => 1) : widthsOf(header, rows, longestWord);
  const room = columns - INDENT.length - GAP.length * (widths.length - 1);
  for (let over = widths.reduce((sum, width) => sum + width, -room); over > 0; over--) {
    const wrappable = widths.map((width, column) => (width > (narrowest[column] ?? 0) ? width : 0));
    const widest = Math.max(...wrappable);
    if (widest === 0) break;
    widths[wrappable.indexOf(widest)] = widest - 1;
  }
  const lines = (row: readonly string[]) => {
    const cells = widths.map((width, column) => wrap(row[column] ?? "", width, breakWords));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      `${INDENT}${cells.map((cell, column) => padded(cell[at] ?? "", widths[column] ?? 0)).join(GAP)}`.trimEnd(),
    );
  };
  return [[...lines(header), ...lines(widths.map((width) => "-".repeat(width)))], ...rows.map(lines)];
}

const widthsOf = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width: (cell: string) => number,
) => header.map((_, column) => Math.max(...[header, ...rows].map((row) => width(row[column] ?? ""))));

const longestWord = (cell: string) => Math.max(0, ...words(cell).map(lengthOf));

const padded = (text: string, width: number) => text + " ".repeat(Math.max(0, width - lengthOf(text)));
