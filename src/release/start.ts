import type { Release, ReleasePlan } from "../lock/stored-lock";
import { type Color, otherColor } from "../naming/color";
import { confirm } from "../terminal/confirm";
import { interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { table } from "../terminal/table";
import type { ReleaseEnvironment } from "./environment";
import { EXIT } from "./outcome";
import { preflight } from "./preflight";
import { begin, weightsOf } from "./release";
import { describeWeights } from "./report";
import { type Outcome, runRelease } from "./runner";

export interface StartOptions {
  /** Polling interval in milliseconds. */
  readonly poll: number;
  readonly yes: boolean;
  readonly to: Color;
  readonly steps: readonly number[];
  readonly bake: number;
  readonly alarm: readonly string[];
  readonly smoke?: string;
  readonly smokeUrl?: string;
  readonly dryRun: boolean;
}

/** Releases a color, step by step. */
export async function start(environment: ReleaseEnvironment, options: StartOptions): Promise<void> {
  const live = await environment.traffic.live();
  const plan: ReleasePlan = {
    candidate: options.to,
    steps: options.steps.filter((weight) => weight > live[options.to]),
    bakeSeconds: options.bake / 1000,
    releaseAlarms: environment.releaseAlarms(options.to, options.alarm),
  };
  const checks = await preflight(environment, plan, { path: options.smoke, url: options.smokeUrl });
  console.log(
    table(
      ["", "preflight", "found"],
      checks.map(({ ok, what, found }) => [ok ? "ok" : "NO", what, found]),
    ),
  );
  if (checks.some(({ ok }) => !ok)) {
    throw new RefusedError("preflight failed: no traffic was moved");
  }
  const what = `release ${options.to} in ${environment.config.suffix}: ${[live[options.to], ...plan.steps].join(" -> ")} %, ${plan.bakeSeconds} s each`;
  if (options.dryRun) {
    console.log(`would ${what}`);
    return;
  }
  await confirm(options, what);
  await environment.holding(async () => {
    await environment.note("started", {
      from: live,
      to: weightsOf(options.to, plan.steps.at(-1) ?? 0),
      reason: what,
    });
    await follow(environment, begin(plan, live[options.to]), options);
  });
}

/** Runs a release in this process to its end, and says how it ended. */
export async function follow(
  environment: ReleaseEnvironment,
  release: Release,
  { poll }: { readonly poll: number },
): Promise<void> {
  const { signal, leaves } = interruption();
  leaves(
    'traffic stays where it is, and the lock is left: "npm run release -- rollback" sends it back, "resume" goes on',
  );
  await environment.lock.change(environment.me.id, (lock) => ({ ...lock, release }));
  const started = Date.now();
  const say = (line: string) =>
    console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}`);
  let last = 0; // the candidate's weight at the last look
  const unjudged = new Map<number, readonly string[]>(); // by the candidate's weight: the last look at each step
  const world = environment.world(
    poll,
    signal,
    (current, seen) => {
      const left = Math.max(0, Math.round((current.bakeEndsAt - seen.now) / 1000));
      const state = current.paused
        ? "paused"
        : current.phase === "baking"
          ? `baking, ${left} s left`
          : "shifting";
      say(
        `${current.candidate} ${seen.live} %, ${seen.healthyTargets} healthy: ${state}${seen.notJudged.length === 0 ? "" : `; not judged: ${seen.notJudged.join(", ")}`}`,
      );
      last = seen.live;
      if (current.phase === "baking") unjudged.set(seen.live, seen.notJudged);
    },
    (weights) => say(`moved: ${describeWeights(weights)}`),
  );
  const outcome = await runRelease(release, world);
  report(outcome, release, last);
  for (const [weight, alarms] of unjudged) {
    if (alarms.length > 0) {
      console.log(`NOT JUDGED at ${weight} % (too few requests or answers): ${alarms.join(", ")}`);
    }
  }
}

function report(outcome: Outcome, { candidate }: Release, last: number): void {
  switch (outcome.kind) {
    case "completed":
      console.log(
        last === 100
          ? `completed; ${otherColor(candidate)} still runs: wait until its connections are drained (30 s) before you scale it down`
          : `completed; ${otherColor(candidate)} keeps the rest of the traffic`,
      );
      break;
    case "rolled back":
      console.error(`rolled back, all traffic is on ${otherColor(candidate)}: ${outcome.reason}`);
      process.exitCode = outcome.interrupted ? EXIT.interrupted : EXIT.rolledBack;
      break;
    case "stopped":
      console.error(`stopped where it is: ${outcome.reason}`);
      process.exitCode = EXIT.stopped;
      break;
  }
}
