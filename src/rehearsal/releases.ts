import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../naming/color";
import { colorAlarm, colorAlarmNames, resourceName } from "../naming/names";
import { EXIT } from "../release/client/exit";
import { table } from "../terminal/table";
import type { Emulator } from "./emulator";
import { invoke } from "./invoke";
import { type Phase, RehearsalError } from "./phase";
import { ticking } from "./ticks";
import type { Bad } from "./traffic/application";
import { type Counts, failures } from "./traffic/clients";
import { type Traffic, underTraffic } from "./traffic/under-traffic";
import type { Workspace } from "./workspace";

export interface ReleasesProps {
  readonly phase: Phase;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  /** The bad behavior of the version that is released second. */
  readonly bad: Bad;
}

/** For each bad behavior, the alarm of the color that has to detect it. */
const ALARM_OF: Readonly<Record<Bad, "failed-requests" | "p99-latency">> = {
  hang: "failed-requests",
  reset: "failed-requests",
  "500": "failed-requests",
  slow: "p99-latency",
};

/** A release that was rehearsed under traffic. */
export interface RehearsedRelease {
  readonly counts: Counts;
  readonly exitCode: number;
  /** The line in which the release command printed its result. */
  readonly said: string;
  /** Release alarms that the result names as the reason for the rollback. */
  readonly alarms: readonly string[];
  /** The lines about alarms that were not judged, one for each step. */
  readonly notJudged: readonly string[];
  /** Seconds on the rehearsed clock between the first and the last request to the candidate. */
  readonly candidateSeconds: number;
}

/**
 * Rehearses two releases under traffic: a good version of green, and then a bad version of blue. Checks afterwards that a plan is empty.
 *
 * @throws RehearsalError if a request fails during the good release, or the expected alarm does not roll back the bad release
 */
export async function rehearseReleases(
  workspace: Workspace,
  emulator: Emulator,
  { phase, signal, print, bad }: ReleasesProps,
): Promise<void> {
  const { suffix, logFile } = workspace;
  const metricsFile = join(dirname(logFile), "metrics.json");
  await underTraffic({ suffix, emulator, metricsFile }, async (traffic) => {
    const ticks = ticking(emulator, resourceName(suffix, "release-controller"), traffic.clock.minute);
    const rehearsed: [title: string, release: RehearsedRelease][] = [];
    const release = async (title: string, to: Color) => {
      const came = await phase(`release ${title}, under traffic`, (show) =>
        // The remaining time in this line is removed, because the command calculates it with the real clock, not with the rehearsed one.
        releaseUnder(traffic, workspace, to, signal, (line) =>
          show(() => [line.replace(/: baking.*/, ": baking")]),
        ),
      );
      rehearsed.push([title, came]);
      await reportOf(workspace, to === "green" ? "good" : "bad", print, signal);
      return came;
    };
    try {
      const good = await release("a good green", "green");
      if (good.exitCode !== 0 || failures(good.counts) > 0) {
        throw new RehearsalError(
          `the good release ended with ${good.exitCode} and ${failures(good.counts)} failed requests, not with 0 and none`,
        );
      }
      await phase("wait until traffic has settled, ten rehearsed minutes", () => untilIdle(emulator, suffix));
      traffic.applications.blue.behavior = bad;
      const worse = await release(`a bad blue (${bad})`, "blue");
      const own = resourceName(suffix, "alarm", colorAlarm("blue", ALARM_OF[bad]));
      if (worse.exitCode !== EXIT.rolledBack || !worse.alarms.includes(own)) {
        throw new RehearsalError(
          `the bad release (${bad}) was not rolled back by ${own}: it ended with ${worse.exitCode}`,
        );
      }
    } finally {
      const failures = await ticks.stop();
      print(releaseTable(rehearsed));
      if (failures.length > 0) print(`the release controller failed:\n${failures.join("\n")}`);
    }
  });
  await phase("plan after the releases, which has to change nothing", async () => {
    if (!(await workspace.isSettled({ signal }))) {
      throw new RehearsalError("a plan wants to undo what the releases moved");
    }
  });
}

/** Writes the newest release's report next to the rehearsal's log, with its data for docs/pictures, and prints the file's name. */
async function reportOf(
  workspace: Workspace,
  name: string,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const file = join(dirname(workspace.logFile), `report-${name}.html`);
  const code = await workspace.command(
    "release",
    ["report", "--json", "--output", file],
    { signal },
    () => {},
  );
  if (code !== 0) throw new RehearsalError(`npm run release -- report failed with exit code ${code}`);
  print(`report of the ${name} release: ${file}`);
}

/** Waits until the release controller is idle, so that a release may begin. Its ticks have to continue meanwhile. */
export async function untilIdle(emulator: Emulator, suffix: string): Promise<void> {
  for (;;) {
    const command = { id: randomUUID(), kind: "status", by: "the rehearsal", reason: "" };
    const { payload } = await invoke(emulator, resourceName(suffix, "release-controller"), { command });
    const { phase } = (payload as { document?: { phase?: string } }).document ?? {};
    if (phase === "idle") return;
    if (phase !== "settling")
      throw new RehearsalError(`the release controller is ${phase ?? JSON.stringify(payload)}`);
    await sleep(500);
  }
}

/** Runs `npm run release -- start` under traffic. @returns the result of the release and the counted requests */
export async function releaseUnder(
  traffic: Traffic,
  workspace: Workspace,
  to: Color,
  signal?: AbortSignal,
  onLine: (line: string) => void = () => {},
): Promise<RehearsedRelease> {
  const lines: string[] = [];
  // The bake time is measured by the Lambda function, on the rehearsed clock.
  const args = ["start", "--to", to, "--bake", "10m", "--yes"];
  const { result, forwarded, ...counts } = await traffic.during(() =>
    workspace.command("release", args, signal ? { signal } : {}, (line) => {
      lines.push(line);
      onLine(line);
    }),
  );
  const said =
    lines.find((line) => /^(?:completed|rolled back|STUCK|FOREIGN|NOT rolled back)\b/.test(line)) ??
    lines.at(-1) ??
    "";
  const asked = forwarded[to];
  return {
    counts,
    exitCode: result,
    said,
    alarms: colorAlarmNames(workspace.suffix, to).filter((name) => said.split(/[ ,]+/).includes(name)),
    notJudged: lines.filter((line) => line.includes("not judged: ")),
    candidateSeconds: asked === undefined ? 0 : traffic.clock.seconds(asked.last - asked.first),
  };
}

function releaseTable(releases: readonly (readonly [title: string, release: RehearsedRelease])[]): string {
  return table(
    ["release", "failed requests", "all traffic back after, rehearsed", "it said", "not judged"],
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
