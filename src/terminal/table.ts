import { printable } from "./printable";
import { lengthOf, words, wrap } from "./wrap";

const INDENT = "  ";
const GAP = "  ";

/**
 * Rows of text under a header, in columns as wide as they need to be. Where that is wider than the terminal, the widest
 * columns are narrowed and their cells wrapped, so that it always fits.
 *
 * @param columns of the terminal. @default - those of the standard output; no limit where that is none
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined = process.stdout.columns,
): string {
  const [head = [], ...body] = [header, ...rows].map((row) =>
    row.map((cell) => printable(cell.replace(/\s+/g, " "))),
  );
  return tableRows(head, body, columns || Number.POSITIVE_INFINITY, true)
    .flat()
    .join("\n");
}

/**
 * The same, the lines of each row apart; those of the header first.
 *
 * @param breakWords whether words are broken where it would not fit otherwise. @default false
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
