import { type ComparedTable, verdictText } from "./compared";
import { type DatabaseContent, newestText } from "./content";

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

/**
 * Returns whether the drill proves the restore: at least one table was compared, all tables of both databases could be read, and none
 * differs.
 */
export const isProof = ({ tables }: Pick<Drill, "tables">): boolean =>
  tables.length > 0 && tables.every(({ difference }) => difference === "same");

/**
 * Explains to the person who ran a drill why the drill is no proof.
 *
 * @param readAt the time at which the source was read
 */
export function whyNoProof({ from, to, at, tables }: Drill, readAt: string): string {
  if (tables.every(({ difference }) => difference === "same" || difference === "not readable")) {
    const why =
      tables.length === 0
        ? "neither database has a table that a drill compares"
        : "the master user may not read all rows of a table that is not readable";
    return `NOT proved: ${verdictText(tables)}, because ${why}`;
  }
  return [
    `NOT the same: ${verdictText(tables)}; look at the comparison above`,
    "A difference is not always an error of the restore. There are other possible reasons:",
    `- rows of ${from} were added, changed or deleted after ${readAt} and before ${at}`,
    `- in ${to}, the migration or the application changed the table before the comparison`,
  ].join("\n");
}

/** Returns the file name of a drill's certificate. */
export const certificateName = ({ from, at }: Drill): string =>
  `restore-drill-${from}-${at.replace(/[-:]/g, "")}.md`;

/**
 * Returns a drill's certificate for auditors, in Markdown. It contains the source, time and duration of the restore, and the compared
 * tables. It does not contain values of rows.
 */
export function certificateText(drill: Drill): string {
  const { content, tables } = drill;
  const facts = [
    ["source", `\`${drill.cluster}\` in account ${drill.accountId}; the drill only reads the source`],
    ["restored to its state at", drill.at],
    ["into", `the environment \`${drill.to}\`, destroyed afterwards`],
    ["PostgreSQL", content.version],
    ["begun", drill.began.toISOString()],
    ["wait until AWS could restore to that time", minutes(drill.waited)],
    ["from the first plan to the end of the comparison", minutes(drill.restored)],
    ["newest transaction", newestText(content, cell)],
    ["by", `\`${drill.by}\``],
  ];
  return [
    `# Restore drill of ${drill.from}: ${verdictText(tables)}`,
    "",
    "| | |",
    "| --- | --- |",
    ...facts.map(([name, value]) => `| ${name} | ${value} |`),
    "",
    "The table lists the number of rows and a hash of each table. Both were read in the source just before the time to which the database was restored, and then in the restored database. Between the restore and the second reading, the migration ran in the new environment, and the application may have run there too. The hash covers all rows and does not depend on their order. A table is *not readable* if the master user may not read all its rows in the source or in the restored database.",
    "",
    NOT_COMPARED,
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

/** See `compare.sql`, which selects the tables. */
const NOT_COMPARED =
  "Not compared: tables of extensions (such as `cron.job`), foreign tables, unlogged and temporary tables, materialized views, sequences, large objects, and other databases of the cluster. Only rows are compared, and not the definitions of tables, indexes, views, functions, users and privileges.";

const minutes = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 60_000))} min`;

/** Escapes the name of a database table for a cell of a Markdown table, because the name can contain any character. */
const cell = (text: string): string => text.replace(/[|\\]/g, "\\$&").replace(/\s/g, " ");

const sideOf = (content: ComparedTable["source"], what: "rows" | "hash"): string =>
  content?.readable ? String(content[what]) : "-";

const restoredOf = ({ difference, restored }: ComparedTable): string =>
  difference === "differs" ? `${sideOf(restored, "rows")} rows, ${sideOf(restored, "hash")}` : difference;
