import type { Release, ReleasePlan } from "../lock/stored-lock";
import type { Color } from "../naming/color";

/** Percent of the requests that each color gets; they always sum to 100. */
export type Weights = Readonly<Record<Color, number>>;

/** The weights in which green has this one: no other state can be said. */
export const weightsOfGreen = (green: number): Weights => ({ blue: 100 - green, green });

/** What two weights mean: a share. They may sum to anything where a hand gave them. */
export const weightsOfShares = (blue: number, green: number): Weights =>
  weightsOfGreen(blue + green === 0 ? 0 : Math.round((100 * green) / (blue + green)));

/** The weights in which a color has this weight. */
export const weightsOf = (color: Color, weight: number): Weights =>
  weightsOfGreen(color === "green" ? weight : 100 - weight);

/** What a look at the environment showed. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Weight of the candidate on the listener, in percent. */
  readonly live: number;
  /** Release alarms in state ALARM. */
  readonly inAlarm: readonly string[];
  /** Release alarms that had nothing to judge by. They stop nothing, and it is said. */
  readonly notJudged: readonly string[];
  readonly healthyTargets: number;
  readonly unhealthyTargets: number;
}

/** What to do next. */
export type Decision =
  | { readonly kind: "shift"; readonly release: Release }
  | { readonly kind: "wait" }
  | { readonly kind: "finish" }
  | { readonly kind: "roll back"; readonly reason: string }
  | { readonly kind: "stop"; readonly reason: string };

/** Weight of the candidate that the release has recorded, in percent. */
export const recordedWeight = ({ steps, step }: Release): number => steps[step] ?? 0;

/** A release at its first step, which is recorded and not yet shifted. @param from the candidate's weight until now */
export function begin(plan: ReleasePlan, from: number): Release {
  return { ...plan, step: 0, phase: "shifting", from, bakeEndsAt: 0, paused: false, promoted: false };
}

/** The same release once the listener has its step's weight. */
export function shifted(release: Release, now: number): Release {
  return {
    ...release,
    phase: "baking",
    from: recordedWeight(release),
    bakeEndsAt: now + release.bakeSeconds * 1000,
  };
}

/** The same release, to go straight to 100. */
export function promoted(release: Release): Release {
  const { steps } = release;
  return { ...release, paused: false, promoted: true, steps: steps.at(-1) === 100 ? steps : [...steps, 100] };
}

/**
 * The same release in the hands of another process: its step is recorded and shifted once more, because the process that
 * died may have been on its way back, with another weight recorded already.
 */
export function takenOver(release: Release): Release {
  return { ...release, phase: "shifting", bakeEndsAt: 0 };
}

/** What follows from a release and what was seen; it knows no clock, no network, no process. */
export function decide(release: Release, seen: Observation): Decision {
  const { steps, step, phase, from, bakeEndsAt, paused } = release;
  const weight = recordedWeight(release);
  const expected = phase === "shifting" ? [from, weight] : [weight];
  if (!expected.includes(seen.live)) {
    return {
      kind: "stop",
      reason: `somebody else moved the listener: ${release.candidate} has ${seen.live} %, this release left it at ${expected.join(" or ")} %`,
    };
  }
  if (seen.inAlarm.length > 0) {
    return { kind: "roll back", reason: `alarm ${seen.inAlarm.join(", ")}` };
  }
  if (seen.healthyTargets === 0 || seen.unhealthyTargets > 0) {
    return {
      kind: "roll back",
      reason: `${seen.healthyTargets} healthy and ${seen.unhealthyTargets} unhealthy targets of ${release.candidate}`,
    };
  }
  if (paused && (phase === "baking" || seen.live !== weight)) {
    return { kind: "wait" };
  }
  if (phase === "shifting") {
    return { kind: "shift", release };
  }
  const last = steps.length - 1;
  if (release.promoted && step < last) {
    return { kind: "shift", release: toStep(release, last) };
  }
  if (seen.now < bakeEndsAt) {
    return { kind: "wait" };
  }
  return step < last ? { kind: "shift", release: toStep(release, step + 1) } : { kind: "finish" };
}

function toStep(release: Release, step: number): Release {
  return { ...release, step, phase: "shifting", from: recordedWeight(release), bakeEndsAt: 0 };
}
