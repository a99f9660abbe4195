import { back, goingBack } from "./back";
import { COLORS, weightOf } from "./color";
import { type Act, after, beganAt, type Decision, foreignly, late, nothing, TIMES, undone } from "./decision";
import { type Release, type ReleaseDocument, UNDER_WAY } from "./document";
import { badNews, goingForward } from "./forward";
import { canTakeForward, isWhole, type Look, liveWeight as live } from "./look";

/**
 * Decides what the controller does next, from the release document and a look (one reading of the environment). The function is pure: it
 * reads no clock and makes no calls.
 */
export function decide(known: ReleaseDocument, look: Look): Decision {
  const { phase, want } = known;
  if (phase === "held") return held(known, look);
  if (phase === "foreign") return { document: known, ...freeing(known, look), events: [] };
  const { live } = look;
  const document = known.from === "unseen" && live !== undefined ? beganAt(known, live) : known;
  if (live !== undefined && !isOurs(document, look)) return foreign(document, look);
  const { from, ...elsewhere } = document;
  const seen = from !== undefined && live !== undefined && live !== from ? elsewhere : document;
  const decision = byPhase(seen, look);
  if (decision.document.phase === "stuck") return { ...decision, ...freeing(decision.document, look) };
  if (decision.act !== undefined || live !== decision.document.want || live !== want) return decision;
  return { ...decision, ...(recording(decision.document, look) ?? freeing(decision.document, look)) };
}

function byPhase(document: ReleaseDocument, look: Look): Decision {
  switch (document.phase) {
    case "shifting":
    case "baking":
    case "paused":
      return goingForward(document, document.release as Release, look);
    case "back":
    case "stuck":
      return goingBack(document, look);
    case "settling":
      return settling(document, look);
    default:
      return live(look) === undefined || look.live === document.want
        ? nothing(document)
        : again(document, look); // an earlier ModifyListener call took effect late: see isOurs
  }
}

/**
 * Returns true if the listener has one of these weights:
 *
 * - the wanted weights
 * - the weights that the listener had before the first move (the field `from`)
 * - weights from the list `mine`. This list contains weights that the controller requested earlier, and the listener's weights at the
 *   beginning of a rollback. The listener can get such weights again, because a ModifyListener call of this controller can take effect
 *   late. In the phase `idle`, the weights from the list are accepted only in the first hour of the phase.
 *
 * Returns false for all other weights: somebody else has set them.
 */
function isOurs({ want, mine, from, phase, movedAt }: ReleaseDocument, look: Look): boolean {
  if (look.live === want || (from !== undefined && look.live === from)) return true;
  const late = phase !== "idle" || look.now - movedAt < TIMES.late;
  return late && typeof look.live === "number" && mine.includes(look.live);
}

/**
 * Returns the decision in the phase `held`. In this phase, the controller moves no traffic until somebody runs `repair` or `rollback`.
 *
 * There is one exception: in the first ten minutes of the phase, the controller sets the wanted weights again if the listener's weights are
 * not the wanted weights, but are in the list `mine`. The list `mine` contains weights that the controller requested earlier, and the
 * listener's weights at the beginning of a rollback. The exception is necessary because a ModifyListener call from before the command
 * `hold` can take effect late. The controller cannot distinguish a late call from a change by a person, so it reverts both: see
 * docs/runbooks/release.md.
 */
function held(document: ReleaseDocument, look: Look): Decision {
  const { want, mine, movedAt } = document;
  const green = live(look);
  const isLate =
    green !== undefined && green !== want && mine.includes(green) && look.now - movedAt < TIMES.settle;
  return isLate ? undone(document, look) : { document, ...freeing(document, look), events: [] };
}

function foreign(document: ReleaseDocument, look: Look): Decision {
  const { live, besides } = look;
  const has =
    besides !== undefined
      ? `does more than forward by weights (${besides.join(", ")}; a rollback removes that)`
      : live === "no weights"
        ? "forwards to no color"
        : `has green ${live} %`;
  const reason = `the listener ${has}, which this controller did not request; the wanted weight is green ${document.want} %`;
  const changed = foreignly(document, reason, look);
  return { ...changed, ...freeing(changed.document, look) };
}

function settling(document: ReleaseDocument, look: Look): Decision {
  if (live(look) === undefined) return nothing(document);
  if (look.live !== document.want) return again(document, look);
  // Failures in the last minutes of the last step may bring an alarm into ALARM only now, because CloudWatch evaluates alarms with a delay.
  const bad =
    document.ended === "completed" && document.release ? badNews(document.release, look) : undefined;
  if (bad !== undefined) return back(document, bad, look);
  const { wrongSince, warned: _, ...right } = document;
  if (wrongSince !== undefined) return nothing({ ...right, movedAt: look.now });
  if (look.now - document.movedAt < TIMES.settle) return nothing(document);
  const { forced: __, ...rest } = document;
  return nothing({ ...rest, phase: "idle", movedAt: look.now });
}

/**
 * Returns the decision for this situation: an earlier ModifyListener call of this controller took effect late and replaced the wanted
 * weights. The controller sets the wanted weights again. Before this, the controller checks the targets: with `canTakeBack` if the release
 * was rolled back, otherwise with `canTakeForward`.
 */
function again(document: ReleaseDocument, look: Look): Decision {
  const { warned, ...rest } = document;
  const { want, release, ended, wrongSince } = rest;
  if (ended === "rolled back") {
    const changed: ReleaseDocument = { ...document, phase: "back", movedAt: look.now, wrongSince: look.now };
    return after([late(changed, look)], goingBack(changed, look));
  }
  const bad = release && badNews(release, look);
  if (bad !== undefined) return back(document, bad, look);
  // If the listener cannot be moved now, the controller waits for up to ten minutes, from the first reading that shows the changed weights.
  const settled: ReleaseDocument = {
    ...rest,
    phase: "settling",
    movedAt: look.now,
    wrongSince: look.now,
  };
  const able =
    document.forced || COLORS.every((color) => canTakeForward(look, color, weightOf(color, want)) === "yes");
  if (!able || !isWhole(look, release?.alarms ?? [])) {
    if (wrongSince === undefined) return nothing(settled);
    if (look.now - document.movedAt < TIMES.settle) return nothing(document);
    // The first reading after the ten minutes only sets `warned`, and the second reading ends the waiting. If one reading were enough, a
    // controller that did not run for ten minutes would give up at once, although the next reading may allow the move.
    return warned ? foreign(document, look) : nothing({ ...document, warned: true });
  }
  return {
    document: settled,
    act: { kind: "move", green: want, forward: true },
    events: wrongSince === undefined ? [late(settled, look)] : [],
  };
}

/**
 * Returns the action that corrects the recorded weights (the SSM parameter that the next Terraform plan reads). Returns `undefined` if the
 * recorded weights are right or cannot be read.
 */
function recording({ want }: ReleaseDocument, { recorded }: Look): { readonly act: Act } | undefined {
  return recorded === undefined || recorded === want ? undefined : { act: { kind: "record", green: want } };
}

/**
 * Returns the action that frees the environment's lock, so that people can deploy again. The lock is freed if all of these conditions are
 * met:
 *
 * - A release has taken the lock and has not freed it.
 * - This release is in the release document, or the lock is more than a minute old.
 * - The phase is one of these:
 *   - `foreign`, `held` or `stuck`
 *   - `idle` or `settling`, if the recorded weights are the wanted weights
 *
 * In the phases `foreign`, `held` and `stuck`, people may have to deploy a fix. For `stuck`, the fix can be a deployment that starts the
 * stable color's tasks.
 */
function freeing(
  { phase, release, want }: ReleaseDocument,
  { lock, now, recorded }: Look,
): { readonly act?: Act } {
  if (lock === undefined || lock === "nobody" || lock.operation !== "release") return {};
  const isOver =
    ["foreign", "held", "stuck"].includes(phase) || (!UNDER_WAY.includes(phase) && recorded === want);
  const isOurs = lock.id === release?.id || now - lock.since > TIMES.lock;
  return isOver && isOurs ? { act: { kind: "unlock", id: lock.id } } : {};
}
