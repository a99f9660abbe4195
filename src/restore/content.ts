import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { psqlCommand } from "../constructs/migration/psql";

const readable = v.object({
  table: v.string(),
  readable: v.literal(true),
  rows: v.number(),
  hash: v.string(),
  /**
   * The newest time in the table, in UTC, read from columns with a default such as now(). `null` if the table has no such column, or no
   * rows.
   */
  newest: v.nullable(v.string()),
});
const unreadable = v.object({ table: v.string(), readable: v.literal(false) });
const summary = v.object({
  database: v.string(),
  version: v.string(),
  /** The start time of the transaction in which psql reads the content. The time is in UTC, from the database's clock. */
  at: v.string(),
});

/** The content of a table: the number of its rows, and a hash of them. If the master user may not read the table, `readable` is false. */
export type TableContent = v.InferOutput<typeof readable> | v.InferOutput<typeof unreadable>;

/** The row counts, hashes and newest times of all tables of a database at one moment. It contains no other values of rows. */
export interface DatabaseContent extends v.InferOutput<typeof summary> {
  readonly tables: readonly TableContent[];
}

/** Returns the command with which the migration task reads the content of a database: psql with `compare.sql`. */
export const contentCommand = (): readonly string[] =>
  psqlCommand(readFileSync(join(__dirname, "compare.sql"), "utf8"), ["--set=ON_ERROR_STOP=1", "--quiet"]);

const line = v.union([readable, unreadable, summary]);

/**
 * Parses the content of a database from the log of the migration task. The log may contain other lines too.
 *
 * @returns undefined if the log lacks the last line that `compare.sql` prints. Then not all tables were read
 */
export function parseContent(log: readonly string[]): DatabaseContent | undefined {
  const tables: TableContent[] = [];
  for (const message of log) {
    const [, json] = /^INFO:\s+(\{.*\})\s*$/.exec(message) ?? [];
    if (json === undefined) continue;
    const found = v.parse(line, JSON.parse(json));
    if ("database" in found) return { ...found, tables };
    tables.push(found);
  }
  return undefined;
}

/**
 * Returns the newest time in all readable tables, and the table that contains it.
 *
 * @returns undefined if no readable table contains a time
 */
export function newestOf({ tables }: DatabaseContent): { at: string; table: string } | undefined {
  const times = tables.flatMap((it) =>
    it.readable && it.newest !== null ? [{ at: it.newest, table: it.table }] : [],
  );
  return times.sort((a, b) => b.at.localeCompare(a.at))[0];
}

/** Describes the newest time in all readable tables as text. @param nameOf a function that formats the name of a table */
export function newestText(content: DatabaseContent, nameOf = (table: string) => table): string {
  const newest = newestOf(content);
  if (newest === undefined) {
    return "unknown, because no readable table has a value in a column with a default such as now()";
  }
  const isPart = content.tables.some(({ readable }) => !readable);
  return `${newest.at}, in ${nameOf(newest.table)}${isPart ? "; a table that is not readable may have a newer one" : ""}`;
}
