import { type Color, greenWhere, otherColor, weightsOfGreen, wholeColor } from "./color";
import { type Act, type Decision, describe, draft, nothing, TIMES, withOwn } from "./decision";
import type { Release, ReleaseDocument } from "./document";
import { canTakeBack, type Look, liveWeight as live, targetWords } from "./look";

/** Decides to send all traffic back to the release's stable color. */
export function back(document: ReleaseDocument, reason: string, look: Look): Decision {
  const { candidate } = document.release as Release;
  return sentBack(document, otherColor(candidate), reason, look);
}

/** Decides to send all traffic to a color. The returned decision already contains the first action. */
export function sentBack(document: ReleaseDocument, to: Color, reason: string, look: Look): Decision {
  const { warned: _, ended: __, ...rest } = document;
  const want = greenWhere(to, 100);
  const changed: ReleaseDocument = {
    ...rest,
    want,
    mine: withOwn(document, want),
    phase: "back",
    movedAt: look.now,
    wrongSince: look.now,
    reason,
  };
  const event = draft(changed, "going back", look, { ...whereItIs(look, want), reason });
  const decision = goingBack(changed, look);
  return { ...decision, events: [event, ...decision.events] };
}

/**
 * Returns the decision while all traffic is being sent to one color. If the listener has the wanted weights, the phase `settling` begins.
 * If the color has no target that can answer, the controller waits (phase `stuck`), unless a person ran `rollback --force`.
 * Otherwise the controller sets the weights.
 */
export function goingBack(document: ReleaseDocument, look: Look): Decision {
  const { want, phase, wrongSince = look.now, warned, reason } = document;
  const to = wholeColor(want);
  if (look.live === want) {
    const { wrongSince: _, warned: __, ...rest } = document;
    const changed: ReleaseDocument = { ...rest, phase: "settling", ended: "rolled back", movedAt: look.now };
    return {
      document: changed,
      events: [draft(changed, "rolled back", look, { to: weightsOfGreen(want), reason })],
    };
  }
  if (!document.forced && !canTakeBack(look, to)) {
    if (phase === "stuck") return nothing(document);
    const changed: ReleaseDocument = { ...document, phase: "stuck" };
    return {
      document: changed,
      events: [
        draft(changed, "stuck", look, { ...whereItIs(look, want), reason: stuckBecause(to, look, reason) }),
      ],
    };
  }
  const act: Act = { kind: "move", green: want, forward: false };
  const trying: ReleaseDocument = { ...document, phase: "back" };
  if (warned || look.now - wrongSince < TIMES.warn) return { document: trying, act, events: [] };
  const now = live(look);
  const why = `the listener still has ${now === undefined ? "unknown weights" : describe(now)}; the move is tried again every minute`;
  return {
    document: { ...trying, warned: true },
    act,
    events: [draft(trying, "not rolled back", look, { ...whereItIs(look, want), reason: why })],
  };
}

/**
 * Returns the wanted weights in the field `to`, and the listener's present weights in the field `from`. The field `from` is missing if the
 * listener has no weights, or if the weights could not be read.
 */
export function whereItIs(look: Look, want: number) {
  const from = live(look);
  return { ...(from !== undefined && { from: weightsOfGreen(from) }), to: weightsOfGreen(want) };
}

const stuckBecause = (to: Color, look: Look, reason: string): string =>
  `${reason}; but ${to} cannot answer (targets: ${targetWords(look)})`;
