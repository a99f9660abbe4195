import { weightsOfGreen } from "./color";
import type { ReleaseDocument } from "./document";
import type { Action, ReleaseEvent } from "./events";
import type { Look } from "./look";

/** A line of the history, before it is known in which write it goes. */
export type Draft = Omit<ReleaseEvent, "id" | "at">;

/** The one thing to do now. */
export type Act =
  /** Forward: the weight is recorded before the listener moves. Back: the listener moves first. */
  | { readonly kind: "move"; readonly green: number; readonly forward: boolean }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string };

export interface Decision {
  /** The document as it has to be before anything is done. */
  readonly document: ReleaseDocument;
  /** @default - nothing is to be done */
  readonly act?: Act;
  readonly events: readonly Draft[];
}

export const MINUTE = 60_000;

/** Times of a release, in milliseconds. */
export const TIMES = {
  /** For how long something may be unseen, or the candidate short of targets. */
  wrong: 3 * MINUTE,
  /** In which the listener has to get a weight that it was given. */
  shift: 5 * MINUTE,
  /** For how long traffic has to stay where it is wanted, until nothing can be on its way any more. */
  settle: 10 * MINUTE,
  /** For how long after that a weight of our own is taken for a late call. */
  late: 60 * MINUTE,
  /** After which people hear that going back does not succeed. */
  warn: MINUTE,
  /** After which people are told again of a release that is paused. */
  remind: 4 * 60 * MINUTE,
  /** For how long a lock may be there before its release is in the document. */
  lock: MINUTE,
} as const;

/** A document with which nothing is to be done now. */
export const nothing = (document: ReleaseDocument): Decision => ({ document, events: [] });

/** The weights that were asked for, with another one. */
export const withOwn = ({ mine }: ReleaseDocument, want: number): number[] => [...new Set([...mine, want])];

/** A document that goes back from where the listener is. A deploy that planned before puts back what it saw: that is undone. */
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

/** A line that says that a call of our own came late. */
export const late = (document: ReleaseDocument, look: Look): Draft =>
  draft(document, "moved again", look, {
    ...(typeof look.live === "number" && { from: weightsOfGreen(look.live) }),
    to: weightsOfGreen(document.want),
    reason: "a call that was on its way came late",
  });

/** A document of a listener that somebody else moved: nothing is moved until a person says how to go on. */
export function foreignly(
  { from: _, wrongSince: __, warned: ___, ...rest }: ReleaseDocument,
  reason: string,
  look: Look,
): { readonly document: ReleaseDocument; readonly events: readonly Draft[] } {
  const document: ReleaseDocument = { ...rest, phase: "foreign", movedAt: look.now, reason };
  const to = typeof look.live === "number" && { to: weightsOfGreen(look.live) };
  return { document, events: [draft(document, "foreign", look, { ...to, reason })] };
}

/** A call of our own that came late is undone, whatever stands against a way forward. */
export const undone = (document: ReleaseDocument, look: Look): Decision => ({
  document,
  act: { kind: "move", green: document.want, forward: false },
  events: [late(document, look)],
});

/** A decision, after other lines of the history. */
export const after = (events: readonly Draft[], decision: Decision): Decision => ({
  ...decision,
  events: [...events, ...decision.events],
});
