import { dirname, join } from "node:path";
import { EXIT } from "../release/client/exit";
import { table } from "../terminal/table";
import { RehearsalError } from "./phase";
import type { RehearsedRelease } from "./rehearsed-release";
import { type Counts, failures } from "./traffic/clients";
import type { Workspace } from "./workspace";

/**
 * Writes the newest release's report into the folder of the rehearsal's log, and prints the file's name. A JSON file beside it
 * contains the report's data, from which the pictures in docs/pictures are made.
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
  print(
    `report of the ${name} release: ${file}; a minute in the report took ${minuteSeconds} s of real time`,
  );
  return file;
}

/** A table of the rehearsed releases: how each of them ended, and the results of the requests. */
export function releaseTable(
  releases: readonly (readonly [title: string, release: RehearsedRelease])[],
): string {
  return table(
    ["release", "failed requests", "rehearsed time until all traffic was back", "result", "not judged"],
    releases.map(([title, { counts, exitCode, said, notJudged, candidateSeconds }]) => [
      title,
      `${failures(counts)} of ${counts.asked}${how(counts)}`,
      exitCode === EXIT.rolledBack ? `${Math.round(candidateSeconds)} s` : "-",
      said,
      notJudged.length === 0 ? "-" : notJudged.join("; "),
    ]),
  );
}

const how = ({ failed }: Counts) => {
  const all = Object.entries(failed).map(([answer, times]) => `${times} x ${answer}`);
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
};
