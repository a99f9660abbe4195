import { back, whereItIs } from "./back";
import { greenWhere, weightOf, weightsOfGreen } from "./color";
import {
  after,
  type Decision,
  describe,
  draft,
  late,
  MINUTE,
  nothing,
  TIMES,
  undone,
  withOwn,
} from "./decision";
import type { Release, ReleaseDocument } from "./document";
import type { Pause } from "./events";
import { canTakeForward, inAlarm, isWhole, type Look, liveWeight as live } from "./look";

/** Returns the decision for a release in the phase `shifting`, `baking` or `paused`. */
export function goingForward(document: ReleaseDocument, release: Release, look: Look): Decision {
  const { candidate } = release;
  const bad = badNews(release, look);
  if (bad !== undefined) return back(document, bad, look);
  const wrong = wrongNews(document, release, look);
  const since = document.wrongSince ?? look.now;
  if (wrong !== undefined && look.now - since >= TIMES.wrong) {
    return back(document, `${wrong}, for ${TIMES.wrong / MINUTE} minutes`, look);
  }
  const { wrongSince: _, ...right } = document;
  const checked = wrong === undefined ? right : { ...document, wrongSince: since };
  if (checked.phase === "shifting") return shifting(checked, release, look, wrong);
  if (live(look) === undefined) return nothing(checked);
  if (checked.phase === "paused") return whilePaused(checked, release, look);
  if (look.live !== checked.want) {
    const again: ReleaseDocument = { ...checked, phase: "shifting", movedAt: look.now };
    return after([late(again, look)], shifting(again, release, look, wrong));
  }
  if (wrong !== undefined) return nothing(checked);
  const { step, steps, promoted } = release;
  const isLast = step === steps.length - 1;
  if (!promoted || isLast) {
    const baked = isBaked(checked, release, look);
    if (baked === "inconclusive") return paused(checked, release, "inconclusive", look);
    if (!baked) return nothing(checked);
  }
  if (isLast) return completed(checked, release, look);
  const next = steps[step + 1];
  if (next === undefined) return nothing(checked);
  if (next.approval && !promoted && release.approved <= step)
    return paused(checked, release, "approval", look);
  if (canTakeForward(look, candidate, next.weight) !== "yes") {
    return paused(checked, release, "too few targets", look);
  }
  const taken = toStep(checked, release, step + 1, look.now);
  const event = draft(taken, "shifting", look, {
    from: weightsOfGreen(checked.want),
    to: weightsOfGreen(taken.want),
  });
  return after([event], shifting(taken, release, look, wrong));
}

/**
 * Returns the decision for a paused release: no traffic moves forward. If a late ModifyListener call of this controller has given the
 * candidate more traffic, the controller restores the wanted weights. Every four hours people get a message that the release is still
 * paused.
 */
function whilePaused(document: ReleaseDocument, release: Release, look: Look): Decision {
  const { want, movedAt } = document;
  const { candidate, pausedAt = movedAt } = release;
  if (weightOf(candidate, live(look) ?? want) > weightOf(candidate, want)) return undone(document, look);
  if (look.now - pausedAt < TIMES.remind) return nothing(document);
  const reminded: ReleaseDocument = { ...document, release: { ...release, pausedAt: look.now } };
  const reason = `still paused: ${document.reason}`;
  return {
    document: reminded,
    events: [draft(reminded, "paused", look, { ...whereItIs(look, want), reason })],
  };
}

/**
 * Begins the given step of a release. Returns the new release document: its phase is `shifting`, and its wanted weights are the step's
 * weights.
 */
export function toStep(
  document: ReleaseDocument,
  release: Release,
  step: number,
  now: number,
): ReleaseDocument {
  const { healthy: _, paused: __, pausedAt: ___, ...rest } = release;
  const want = greenWhere(release.candidate, release.steps[step]?.weight ?? 0);
  return {
    ...document,
    phase: "shifting",
    want,
    mine: withOwn(document, want),
    movedAt: now,
    release: { ...rest, step },
  };
}

/** Returns the problem that sends traffic back at once; `undefined` if there is no such problem. */
export function badNews({ candidate, alarms }: Release, look: Look): string | undefined {
  const bad = inAlarm(look).filter((name) => alarms.includes(name));
  if (bad.length > 0) return `in ALARM: ${bad.join(", ")}`;
  return look.targets[candidate]?.healthy === 0 ? `${candidate} has no healthy target` : undefined;
}

/**
 * Returns the problem that sends traffic back if it lasts for three minutes; `undefined` if there is no such problem. As long as there is a
 * problem, no further step begins.
 */
function wrongNews(
  { phase }: ReleaseDocument,
  { candidate, alarms, healthy: had = 0 }: Release,
  look: Look,
): string | undefined {
  if (!isWhole(look, alarms)) {
    const missing = alarms.filter((name) => look.alarms !== undefined && look.alarms[name] === undefined);
    return `cannot be seen: ${[...look.unknown, ...missing.map((name) => `alarm ${name} does not exist`)].join("; ")}`;
  }
  const share = weightOf(candidate, live(look) ?? 0);
  const { healthy = 0 } = look.targets[candidate] ?? {};
  return phase !== "shifting" && 2 * healthy <= had && canTakeForward(look, candidate, share) === "no"
    ? `${candidate} had ${had} healthy targets and has ${healthy}, too few for ${share} %`
    : undefined;
}

function shifting(
  document: ReleaseDocument,
  release: Release,
  look: Look,
  wrong: string | undefined,
): Decision {
  const { candidate } = release;
  const share = weightOf(candidate, document.want);
  if (look.live === document.want) {
    const { healthy } = look.targets[candidate] ?? {};
    return nothing({
      ...document,
      phase: "baking",
      movedAt: look.now,
      release: { ...(document.release ?? release), ...(healthy !== undefined && { healthy }) },
    });
  }
  if (look.now - document.movedAt >= TIMES.shift) {
    return back(
      document,
      `the listener did not show ${share} % for ${candidate} within ${TIMES.shift / MINUTE} minutes`,
      look,
    );
  }
  if (wrong !== undefined) return nothing(document);
  if (canTakeForward(look, candidate, share) !== "yes") {
    return paused(document, document.release ?? release, "too few targets", look);
  }
  return { document, act: { kind: "move", green: document.want, forward: true }, events: [] };
}

/**
 * Returns true if a step has lasted long enough, and the candidate has got enough requests during the step. Returns `inconclusive` if there
 * are still too few requests after `maxBakeMinutes`.
 */
function isBaked({ movedAt }: ReleaseDocument, release: Release, look: Look): boolean | "inconclusive" {
  const { steps, step, minRequests, maxBakeMinutes } = release;
  const minutes = (look.now - movedAt) / MINUTE;
  const { bakeMinutes = 0 } = steps[step] ?? {};
  if (minutes < bakeMinutes) return false;
  if (minRequests === 0 || (look.requests ?? 0) >= minRequests) return true;
  return minutes >= maxBakeMinutes ? "inconclusive" : false;
}

const PAUSED: Readonly<Record<Pause, string>> = {
  asked: "somebody asked for it",
  approval: "the next step needs an approval: resume approves it",
  inconclusive:
    "too few requests to judge by: resume waits for more requests, promote sends all traffic to the candidate, rollback sends all traffic back",
  "too few targets": "too few healthy targets for the next weight: start tasks, then resume",
};

/** Pauses a release. */
export function paused(document: ReleaseDocument, release: Release, why: Pause, look: Look): Decision {
  const changed: ReleaseDocument = {
    ...document,
    phase: "paused",
    reason: PAUSED[why],
    release: { ...release, paused: why, pausedAt: look.now },
  };
  return {
    document: changed,
    events: [draft(changed, "paused", look, { ...whereItIs(look, document.want), reason: PAUSED[why] })],
  };
}

/** Ends a release after its last step. The event's reason says if `promote` has cut the earlier steps short. */
function completed(document: ReleaseDocument, { promoted }: Release, look: Look): Decision {
  const how = promoted ? "; promote began this step without waiting for the steps before it" : "";
  const reason = `the last step is over${how}; ${describe(document.want)}`;
  const changed: ReleaseDocument = {
    ...document,
    phase: "settling",
    ended: "completed",
    movedAt: look.now,
    reason,
  };
  return {
    document: changed,
    events: [draft(changed, "completed", look, { to: weightsOfGreen(document.want) })],
  };
}
