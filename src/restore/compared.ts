import { table } from "../terminal/table";
import { type DatabaseContent, newestOf, type TableContent } from "./content";

/** The result of comparing a table of the restored database with the same table of the source database. */
export type Difference = "same" | "differs" | "only restored" | "only in the source" | "not readable";

/** A database table and the result of its comparison. The table exists in the restored database, in the source database, or in both. */
export interface ComparedTable {
  readonly table: string;
  readonly restored: TableContent | undefined;
  readonly source: TableContent | undefined;
  readonly difference: Difference;
}

/** Compares each table of a restored database with the same table of the source database. */
export function compareContent(restored: DatabaseContent, source: DatabaseContent): ComparedTable[] {
  const names = new Set([...restored.tables, ...source.tables].map((it) => it.table));
  return [...names].sort().map((name) => {
    const [one, other] = [restored, source].map(({ tables }) => tables.find((it) => it.table === name));
    return { table: name, restored: one, source: other, difference: differenceOf(one, other) };
  });
}

function differenceOf(restored: TableContent | undefined, source: TableContent | undefined): Difference {
  if (restored === undefined) return "only in the source";
  if (source === undefined) return "only restored";
  if (!restored.readable || !source.readable) return "not readable";
  return restored.rows === source.rows && restored.hash === source.hash ? "same" : "differs";
}

/**
 * Describes a restored database as text: the time of the newest transaction, and a list with a row for each table of the database.
 *
 * @param source the content of the source database, and the header of the column with the comparison. If `undefined`, there is no such
 * column
 */
export function comparisonText(
  restored: DatabaseContent,
  source: { readonly label: string; readonly content: DatabaseContent } | undefined,
): string {
  const newest = newestOf(restored);
  const compared = source && compareContent(restored, source.content);
  const rows = compared
    ? compared.map((it) => [it.table, ...cells(it.restored), beside(it)])
    : restored.tables.map((it) => [it.table, ...cells(it)]);
  return [
    newest === undefined
      ? "newest transaction: unknown, because no table has a value in a column with the default now()"
      : `newest transaction: ${newest.at}, in ${newest.table}`,
    table(["table", "rows", "newest", "hash", ...(source ? [source.label] : [])], rows),
  ].join("\n");
}

const cells = (it: TableContent | undefined): string[] =>
  it === undefined
    ? ["-", "-", "-"]
    : it.readable
      ? [String(it.rows), it.newest ?? "-", it.hash]
      : ["not readable", "-", "-"];

function beside({ difference, restored, source }: ComparedTable): string {
  if (difference !== "differs" || !restored?.readable || !source?.readable) return difference;
  const more = source.rows - restored.rows;
  return more === 0 ? "as many rows, other values" : `${Math.abs(more)} rows ${more > 0 ? "more" : "fewer"}`;
}
