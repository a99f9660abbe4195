import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { psqlCommand } from "../constructs/migration/psql";

const readable = v.object({
  table: v.string(),
  readable: v.literal(true),
  rows: v.number(),
  hash: v.string(),
  /** The newest time that a column got by its default, in UTC; `null` where no column has such a default, or there is no row. */
  newest: v.nullable(v.string()),
});
const unreadable = v.object({ table: v.string(), readable: v.literal(false) });
const summary = v.object({
  database: v.string(),
  version: v.string(),
  /** When the transaction that reads began, by the database's clock, in UTC. */
  at: v.string(),
});

/** One table: what the master user read of it, or that it may not. */
export type TableContent = v.InferOutput<typeof readable> | v.InferOutput<typeof unreadable>;

/** What a database held at one moment, without any value of it. */
export interface DatabaseContent extends v.InferOutput<typeof summary> {
  readonly tables: readonly TableContent[];
}

/** The command that reads it, in the migration task: psql, and `compare.sql`. */
export const contentCommand = (): readonly string[] =>
  psqlCommand(readFileSync(join(__dirname, "compare.sql"), "utf8"), ["--set=ON_ERROR_STOP=1", "--quiet"]);

const line = v.union([readable, unreadable, summary]);

/**
 * Takes what was read out of the task's log, among whatever else the container wrote there.
 *
 * @returns nothing where the last line, which says that all tables were read, is missing
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

/** The newest time in any table. */
export function newestOf({ tables }: DatabaseContent): { at: string; table: string } | undefined {
  const times = tables.flatMap((it) =>
    it.readable && it.newest !== null ? [{ at: it.newest, table: it.table }] : [],
  );
  return times.sort((a, b) => b.at.localeCompare(a.at))[0];
}
