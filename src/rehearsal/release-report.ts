import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT } from "../release/client/exit";
import { page } from "../release/report/page";
import type { Report } from "../release/report/report";
import { duration } from "../terminal/live";
import { table } from "../terminal/table";
import { RehearsalError } from "./phase";
import type { RehearsedRelease } from "./rehearsed-release";
import { type Counts, failures } from "./traffic/clients";
import type { Workspace } from "./workspace";

/**
 * Returns a sentence that explains rehearsed times (times on the rehearsal's clock).
 *
 * @param which the subject of the sentence, such as `These times`
 */
const rehearsedTime = (which: string, minuteSeconds: number): string =>
  `${which} are rehearsed time: a minute took ${minuteSeconds} s of real time.`;

/**
 * Writes the report of the newest release into the folder of the rehearsal's log, and prints the file's name. The report says that its
 * times are on the rehearsal's clock. A JSON file in the same folder contains the report's data; the pictures in docs/pictures are made
 * from it.
 *
 * @returns the path of the HTML file
 */
export async function reportOf(
  workspace: Workspace,
  name: string,
  minuteSeconds: number,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const file = join(dirname(workspace.logFile), `report-${name}.html`);
  const code = await workspace.command(
    "release",
    ["report", "--json", "--output", file],
    { signal },
    () => {},
  );
  if (code !== 0) throw new RehearsalError(`npm run release -- report failed with exit code ${code}`);
  const data = file.replace(/html$/, "json");
  const report: Report = {
    ...JSON.parse(readFileSync(data, "utf8")),
    remark: rehearsedTime("All times of this release", minuteSeconds),
  };
  writeFileSync(data, `${JSON.stringify(report)}\n`);
  writeFileSync(file, page(report));
  print(`report of the ${name} release: ${file}`);
  return file;
}

/** Returns a table of the rehearsed releases. It shows how each release ended, and the results of the requests. */
export function releaseTable(
  releases: readonly (readonly [title: string, release: RehearsedRelease])[],
  minuteSeconds: number,
): string {
  const rows = table(
    ["release", "failed requests", "first to last request to the bad version", "result", "not judged"],
    releases.map(([title, { counts, exitCode, said, notJudged, candidateSeconds }]) => [
      title,
      `${failures(counts)} of ${counts.asked}${how(counts)}`,
      exitCode === EXIT.rolledBack ? duration(1000 * candidateSeconds) : "-",
      said,
      notJudged.length === 0 ? "-" : notJudged.join("; "),
    ]),
  );
  const times = rehearsedTime("The times in this table and in the reports", minuteSeconds);
  return `${rows}\n\n${times} The table counts all requests of the rehearsal's clients. A report counts the data points of CloudWatch, from the start of the release until the controller saw that all traffic was back; so its times and counts differ a little.`;
}

const how = ({ failed }: Counts) => {
  const all = Object.entries(failed).map(([answer, times]) => `${times} x ${answer}`);
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
};
