import type { ComparedTable } from "./compared";
import { type DatabaseContent, newestOf } from "./content";

/** A drill that went to its end. Times in milliseconds. */
export interface Drill {
  /** Suffix of the source. */
  readonly from: string;
  readonly cluster: string;
  /** Suffix of the environment that was made for the drill. */
  readonly to: string;
  /** The second that was restored, in UTC. */
  readonly at: string;
  readonly began: Date;
  /** Until AWS could restore that second. */
  readonly waited: number;
  /** From the first plan to the last row that was read. */
  readonly restored: number;
  readonly accountId: string;
  /** ARN of the AWS identity that did it. */
  readonly by: string;
  readonly content: DatabaseContent;
  readonly tables: readonly ComparedTable[];
}

/** Whether every table that the source had came back with the same rows. */
export const isProof = ({ tables }: Pick<Drill, "tables">): boolean =>
  tables.length > 0 && tables.every(({ difference }) => difference === "same");

/** Name of its file. */
export const certificateName = ({ from, at }: Drill): string =>
  `restore-drill-${from}-${at.replace(/[-:]/g, "")}.md`;

/** The document that an auditor reads: what was restored, when, how long it took, and that it was the same. No value of any row. */
export function certificateText(drill: Drill): string {
  const { content, tables } = drill;
  const newest = newestOf(content);
  const differing = tables.filter(({ difference }) => difference !== "same").length;
  const facts = [
    ["source", `\`${drill.cluster}\` in account ${drill.accountId}; it was only read`],
    ["restored as it was at", drill.at],
    ["into", `the environment \`${drill.to}\`, destroyed afterwards`],
    ["PostgreSQL", content.version],
    ["begun", drill.began.toISOString()],
    ["until AWS could restore that second", minutes(drill.waited)],
    ["from the first plan to the comparison", minutes(drill.restored)],
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
    "Rows and hash of each table as they were read in the source at that second, and in the restored database. The hash is of all rows, in any order. Not compared: sequences, large objects, materialized views, unlogged tables and other databases of the cluster.",
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

/** A name may hold anything. */
const cell = (text: string): string => text.replace(/[|\\]/g, "\\$&").replace(/\s/g, " ");

const sideOf = (content: ComparedTable["source"], what: "rows" | "hash"): string =>
  content?.readable ? String(content[what]) : "-";

const restoredOf = ({ difference, restored }: ComparedTable): string =>
  difference === "differs" ? `${sideOf(restored, "rows")} rows, ${sideOf(restored, "hash")}` : difference;
