import { weightsOfGreen } from "./color";
import type { ReleaseDocument } from "./document";
import type { Action, ReleaseEvent } from "./events";
import type { Look } from "./look";

/** A line of the history, before it has the number of the write that it belongs to. */
export type Draft = Omit<ReleaseEvent, "id" | "at">;

/** The one thing to do now. */
export type Act =
  /** On the way forward the weight is recorded before the listener moves; on the way back the listener moves first. */
  | { readonly kind: "move"; readonly green: number; readonly forward: boolean }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string };

export interface Decision {
  /** The document that has to be stored before the action. */
  readonly document: ReleaseDocument;
  /** @default - there is nothing to do */
  readonly act?: Act;
  readonly events: readonly Draft[];
}

export const MINUTE = 60_000;

/** Times of a release, in milliseconds. */
export const TIMES = {
  /** For how long a part may be unreadable, or the candidate short of targets. */
  wrong: 3 * MINUTE,
  /** The time within which the listener has to show a new weight. */
  shift: 5 * MINUTE,
  /** For how long traffic has to stay at the wanted weights until no call can be on its way any more. */
  settle: 10 * MINUTE,
  /** For how long after that an earlier weight of our own counts as a late call. */
  late: 60 * MINUTE,
  /** The time after which people are told that a rollback does not succeed. */
  warn: MINUTE,
  /** The time after which people are told again of a paused release. */
  remind: 4 * 60 * MINUTE,
  /** For how long a release's lock may exist before the release is in the document. */
  lock: MINUTE,
} as const;

/** A decision to do nothing now. */
export const nothing = (document: ReleaseDocument): Decision => ({ document, events: [] });

/** The list of weights that were asked for, with a further one. */
export const withOwn = ({ mine }: ReleaseDocument, want: number): number[] => [...new Set([...mine, want])];

/**
 * A document that sends traffic back from the listener's present weights. A deploy that was planned before would restore the
 * weights of its plan: that is undone too.
 */
export const beganAt = (
  document: ReleaseDocument,
  from: Exclude<ReleaseDocument["from"], undefined>,
): ReleaseDocument => ({
  ...document,
  from,
  ...(typeof from === "number" && { mine: withOwn(document, from) }),
});

/** Weights in words. */
export const describe = (green: number): string => `blue ${100 - green} %, green ${green} %`;

/** A line of the history about a document. */
export function draft(
  { release }: ReleaseDocument,
  action: Action,
  { alarms, requests, targets }: Look,
  details: Partial<Draft> = {},
): Draft {
  return {
    action,
    ...(release && { release: release.id, candidate: release.candidate, images: release.images }),
    ...(action === "paused" && release?.paused && { pause: release.paused }),
    ...(release && requests !== undefined && { requests, minRequests: release.minRequests }),
    ...(Object.keys(targets).length > 0 && { targets }),
    ...(alarms && { alarms }),
    ...details,
  };
}

/** A line of the history about a late call of our own. */
export const late = (document: ReleaseDocument, look: Look): Draft =>
  draft(document, "moved again", look, {
    ...(typeof look.live === "number" && { from: weightsOfGreen(look.live) }),
    to: weightsOfGreen(document.want),
    reason: "a call that was on its way came late",
  });

/** A document for a listener that somebody else moved: nothing moves until a person says how to go on. */
export function foreignly(
  { from: _, wrongSince: __, warned: ___, ...rest }: ReleaseDocument,
  reason: string,
  look: Look,
): { readonly document: ReleaseDocument; readonly events: readonly Draft[] } {
  const document: ReleaseDocument = { ...rest, phase: "foreign", movedAt: look.now, reason };
  const to = typeof look.live === "number" && { to: weightsOfGreen(look.live) };
  return { document, events: [draft(document, "foreign", look, { ...to, reason })] };
}

/** A late call of our own is undone, even while the way forward is barred. */
export const undone = (document: ReleaseDocument, look: Look): Decision => ({
  document,
  act: { kind: "move", green: document.want, forward: false },
  events: [late(document, look)],
});

/** A decision with further lines of the history before its own. */
export const after = (events: readonly Draft[], decision: Decision): Decision => ({
  ...decision,
  events: [...events, ...decision.events],
});
