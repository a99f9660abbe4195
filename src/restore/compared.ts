import { table } from "../terminal/table";
import { type DatabaseContent, newestText, type TableContent } from "./content";

/**
 * The result of comparing a table of the restored database with the same table of the source database. `not readable` means that the master
 * user may not read all rows in one of the databases or in both, so it is unknown whether the rows are the same.
 */
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

/** Returns how many tables differ, and how many could not be compared, as text. */
export function verdictText(tables: readonly ComparedTable[]): string {
  const of = `of ${tables.length} tables`;
  const unread = tables.filter(({ difference }) => difference === "not readable").length;
  const differing = tables.filter(({ difference }) => difference !== "same").length - unread;
  if (tables.length === 0) return "no table was compared";
  const parts = [
    ...(differing > 0 ? [`${differing} ${of} differ`] : []),
    ...(unread > 0 ? [`${unread} ${of} cannot be compared`] : []),
  ];
  return parts.length === 0 ? `all ${tables.length} compared tables are the same` : parts.join(", ");
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
  const compared = source && compareContent(restored, source.content);
  const rows = compared
    ? compared.map((it) => [it.table, ...cells(it.restored), beside(it)])
    : restored.tables.map((it) => [it.table, ...cells(it)]);
  return [
    `newest transaction: ${newestText(restored)}`,
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
