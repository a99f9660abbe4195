import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { colorAlarm, colorAlarmNames } from "../naming/alarm-names";
import type { Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { wrap } from "../terminal/wrap";
import { crowding, minuteSecondsFor, TooBusyError, tooBusy } from "./busy";
import type { Emulator } from "./emulator";
import { invoke } from "./invoke";
import { type Phase, RehearsalError } from "./phase";
import type { RehearsedRelease } from "./rehearsed-release";
import { releaseTable, reportOf } from "./release-report";
import { type Verdict, verdictOnBad, verdictOnGood } from "./release-verdict";
import { ticking } from "./ticks";
import type { Bad } from "./traffic/application";
import { failures } from "./traffic/clients";
import { type Traffic, underTraffic } from "./traffic/under-traffic";
import type { Workspace } from "./workspace";

export interface ReleasesProps {
  readonly phase: Phase;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  /** The bad behavior of the version in the second release. */
  readonly bad: Bad;
}

/** For each bad behavior of a version: the alarm that has to detect it. Each color has its own alarms. */
const ALARM_OF: Readonly<Record<Bad, "failed-requests" | "p99-latency">> = {
  hang: "failed-requests",
  reset: "failed-requests",
  "500": "failed-requests",
  slow: "p99-latency",
};

/** The maximum number of attempts to rehearse a release on a machine that is too busy. */
const ATTEMPTS = 3;

/**
 * If a rehearsed release fails because the machine is too busy, the rehearsal waits until the machine is less busy, and then rehearses the
 * release again. This number is the longest time of this wait, in real milliseconds. After this time, the release is rehearsed again even
 * if the machine is still busy.
 */
const PATIENCE = 120_000;

/**
 * Rehearses two releases under traffic: first of a good version on green, then of a bad version on blue. Afterwards, the function checks
 * that a plan is empty. If a release fails because the machine is too busy, the release is rehearsed again when the machine is less busy.
 *
 * @returns a sentence about the release that was not proved because the machine was too busy; `undefined` if every release was proved
 * @throws RehearsalError if a request fails during the release of the good version, or if the expected alarm does not roll back the bad
 * version
 * @throws TooBusyError if the machine is so busy that neither release can be proved
 */
export async function rehearseReleases(
  workspace: Workspace,
  emulator: Emulator,
  { phase, signal, print, bad }: ReleasesProps,
): Promise<string | undefined> {
  const { suffix, logFile } = workspace;
  const metricsFile = join(dirname(logFile), "metrics.json");
  const minuteSeconds = emulator.functionClock.minute / 1000;
  let unproved: string | undefined;
  await underTraffic({ suffix, emulator, metricsFile, minuteSeconds }, async (traffic) => {
    const ticks = ticking(emulator, resourceName(suffix, "release-controller"), traffic.clock.minute);
    const rehearsed: [title: string, release: RehearsedRelease][] = [];
    const release = async (title: string, to: Color) => {
      const came = await phase(`release ${title}, under traffic`, (show) =>
        releaseUnder(traffic, workspace, to, signal, (line) => show(() => shownLine(line))),
      );
      rehearsed.push([title, came]);
      const report = await reportOf(workspace, to === "green" ? "good" : "bad", minuteSeconds, print, signal);
      return { ...came, report };
    };
    const settle = () =>
      phase("wait until traffic has settled, ten rehearsed minutes", () => untilIdle(emulator, suffix));
    /** Rehearses a release. If the machine was too busy, the function rehearses the release again; it makes at most `ATTEMPTS` attempts. */
    const proved = async (
      title: string,
      to: Color,
      verdictOn: (came: RehearsedRelease) => Verdict,
      wrong: (came: RehearsedRelease) => string,
    ) => {
      for (let attempt = 1; ; attempt += 1) {
        const came = await release(attempt === 1 ? title : `${title}, attempt ${attempt}`, to);
        const verdict = verdictOn(came);
        if (verdict === "proved") return;
        if (verdict === "wrong")
          throw new RehearsalError(`${wrong(came)} (the release's report: ${came.report})`);
        if (verdict === "unproved") {
          unproved = tooBusy(`${failures(came.counts)} requests of ${title} failed`, came);
          print(unproved);
          return;
        }
        const why = tooBusy(wrong(came), came);
        if (verdict === "too busy" || attempt === ATTEMPTS)
          throw new TooBusyError(`${why}; the release's report: ${came.report}`);
        print(why.replace(/\. Run the rehearsal again .*/, ". The release is rehearsed once more"));
        await settle();
        await phase("wait until this machine is less busy", () => untilCalmer(minuteSeconds, signal));
      }
    };
    try {
      await proved(
        "a good green",
        "green",
        verdictOnGood,
        ({ exitCode, counts }) =>
          `the good release ended with exit code ${exitCode} and ${failures(counts)} failed requests; it has to end with exit code 0 and without a failed request`,
      );
      await settle();
      traffic.applications.blue.behavior = bad;
      const own = resourceName(suffix, "alarm", colorAlarm("blue", ALARM_OF[bad]));
      await proved(
        `a bad blue (${bad})`,
        "blue",
        (came) => verdictOnBad(came, came.alarms.includes(own)),
        ({ exitCode }) =>
          `the bad release (${bad}) was not rolled back by ${own}: it ended with exit code ${exitCode}`,
      );
    } finally {
      const failures = await ticks.stop();
      print(releaseTable(rehearsed, minuteSeconds));
      if (failures.length > 0) print(`the release controller failed:\n${failures.join("\n")}`);
    }
  });
  await phase("check that a plan after the releases is empty", async () => {
    if (!(await workspace.isSettled({ signal }))) {
      throw new RehearsalError("a plan after the releases is not empty");
    }
  });
  return unproved;
}

/**
 * Rewrites a printed line of the release command for the rehearsal's output. The line's time becomes, for example, `10:15:00 of rehearsed
 * time`. On a terminal, the function wraps the text, because the output cuts off lines that are wider than the terminal.
 */
function shownLine(line: string): string[] {
  const text = line.replace(/^\S+ (\S+) UTC {2}/, "$1 of rehearsed time: ");
  return process.stderr.isTTY ? wrap(text, (process.stderr.columns || 80) - 6) : [text];
}

/**
 * Waits while the machine is so busy that a rehearsed minute (a minute on the rehearsal's clock) needs more than `minuteSeconds` real
 * seconds. Does not wait longer than `PATIENCE`.
 */
async function untilCalmer(minuteSeconds: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && minuteSecondsFor(await crowding()) > minuteSeconds) {
    await sleep(5000, undefined, { signal });
  }
}

/**
 * The number of calls in a row that may fail while the rehearsal asks the release controller for its state. On a busy machine, such calls
 * time out.
 */
const FAILED_ANSWERS = 20;

/**
 * Waits until the release controller is idle, so that a release can begin. Meanwhile, the caller has to invoke the controller regularly:
 * see {@link ticking}.
 */
export async function untilIdle(emulator: Emulator, suffix: string): Promise<void> {
  for (let failed = 0; ; ) {
    const command = { id: randomUUID(), kind: "status", by: "the rehearsal", reason: "" };
    const { error, payload } = await invoke(emulator, resourceName(suffix, "release-controller"), {
      command,
    });
    failed = error ? failed + 1 : 0;
    const { phase } = (payload as { document?: { phase?: string } }).document ?? {};
    if (phase === "idle") return;
    if (phase !== "settling" && (!error || failed > FAILED_ANSWERS))
      throw new RehearsalError(`the release controller is ${phase ?? JSON.stringify(payload)}`);
    await sleep(500);
  }
}

/** Runs `npm run release -- start` under traffic. @returns the result of the release, with the counts of the requests */
export async function releaseUnder(
  traffic: Traffic,
  workspace: Workspace,
  to: Color,
  signal?: AbortSignal,
  onLine: (line: string) => void = () => {},
): Promise<RehearsedRelease> {
  const lines: string[] = [];
  // The Lambda function measures the bake time (the length of a step) on the rehearsal's clock.
  const args = ["start", "--to", to, "--bake", "10m", "--yes"];
  const { result, forwarded, lateSeconds, ...counts } = await traffic.during(() =>
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
    lateSeconds,
  };
}
