import type { ComparedTable } from "./compared";
import { type DatabaseContent, newestOf } from "./content";

/** A finished restore drill. Durations are in milliseconds. */
export interface Drill {
  /** The suffix of the environment whose database was restored (the source). */
  readonly from: string;
  /** The identifier of the source's Aurora cluster. */
  readonly cluster: string;
  /** The suffix of the environment that was created for the drill. */
  readonly to: string;
  /** The time to which the database was restored, in UTC, such as `2026-11-26T10:00:00Z`. */
  readonly at: string;
  readonly began: Date;
  /** The time that the drill waited until AWS could restore the database to the time `at`. */
  readonly waited: number;
  /** The duration from the first plan to the end of the comparison. */
  readonly restored: number;
  readonly accountId: string;
  /** The ARN of the AWS identity that ran the drill. */
  readonly by: string;
  readonly content: DatabaseContent;
  readonly tables: readonly ComparedTable[];
}

/** Returns whether every table of the source has the same rows in the restored database. */
export const isProof = ({ tables }: Pick<Drill, "tables">): boolean =>
  tables.length > 0 && tables.every(({ difference }) => difference === "same");

/** Returns the file name of a drill's certificate. */
export const certificateName = ({ from, at }: Drill): string =>
  `restore-drill-${from}-${at.replace(/[-:]/g, "")}.md`;

/**
 * Returns a drill's certificate for auditors, in Markdown. It contains the source, time and duration of the restore, and the compared
 * tables. It does not contain values of rows.
 */
export function certificateText(drill: Drill): string {
  const { content, tables } = drill;
  const newest = newestOf(content);
  const differing = tables.filter(({ difference }) => difference !== "same").length;
  const facts = [
    ["source", `\`${drill.cluster}\` in account ${drill.accountId}; the drill only reads the source`],
    ["restored to its state at", drill.at],
    ["into", `the environment \`${drill.to}\`, destroyed afterwards`],
    ["PostgreSQL", content.version],
    ["begun", drill.began.toISOString()],
    ["wait until AWS could restore to that time", minutes(drill.waited)],
    ["from the first plan to the end of the comparison", minutes(drill.restored)],
    ["newest transaction", newest === undefined ? "unknown" : `${newest.at}, in ${cell(newest.table)}`],
    ["by", `\`${drill.by}\``],
  ];
  return [
    `# Restore drill of ${drill.from}: ${isProof(drill) ? `all ${tables.length} tables are the same` : `${differing} of ${tables.length} tables differ`}`,
    "",
    "| | |",
    "| --- | --- |",
    ...facts.map(([name, value]) => `| ${name} | ${value} |`),
    "",
    "The table lists the number of rows and a hash of each table. Both were read in the source just before the time to which the database was restored, and then in the restored database. The hash covers all rows and does not depend on their order. Sequences, large objects, materialized views, unlogged tables and other databases of the cluster are not compared.",
    "",
    "| table | rows | hash | restored |",
    "| --- | --- | --- | --- |",
    ...tables.map(
      (it) =>
        `| ${cell(it.table)} | ${sideOf(it.source, "rows")} | ${sideOf(it.source, "hash")} | ${restoredOf(it)} |`,
    ),
    "",
  ].join("\n");
}

const minutes = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 60_000))} min`;

/** Escapes the name of a database table for a cell of a Markdown table, because the name can contain any character. */
const cell = (text: string): string => text.replace(/[|\\]/g, "\\$&").replace(/\s/g, " ");

const sideOf = (content: ComparedTable["source"], what: "rows" | "hash"): string =>
  content?.readable ? String(content[what]) : "-";

const restoredOf = ({ difference, restored }: ComparedTable): string =>
  difference === "differs" ? `${sideOf(restored, "rows")} rows, ${sideOf(restored, "hash")}` : difference;
