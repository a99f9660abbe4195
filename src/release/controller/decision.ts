import { weightsOfGreen } from "./color";
import type { ReleaseDocument } from "./document";
import type { Action, ReleaseEvent } from "./events";
import type { Look } from "./look";

/** A line of the release history without its id and its time. The id and the time are added when the document is written. */
export type Draft = Omit<ReleaseEvent, "id" | "at">;

/** The action that follows a decision. */
export type Act =
  /**
   * Changes the listener's weights and records them in the SSM parameter. When traffic goes forward, the weights are recorded first. When
   * traffic goes back, the listener is changed first.
   */
  | { readonly kind: "move"; readonly green: number; readonly forward: boolean }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string };

export interface Decision {
  /** The release document after the decision. It is written before the action. */
  readonly document: ReleaseDocument;
  /** The action that follows. @default - no action */
  readonly act?: Act;
  readonly events: readonly Draft[];
}

export const MINUTE = 60_000;

/** Times of a release, in milliseconds. */
export const TIMES = {
  /** How long a part of the environment may be unreadable, or the candidate may have too few targets, before traffic goes back. */
  wrong: 3 * MINUTE,
  /** The time within which the listener has to show a new weight. */
  shift: 5 * MINUTE,
  /**
   * The phase `settling` ends when the listener has had the wanted weights for this time. The controller waits, because one of its earlier
   * ModifyListener calls can still take effect and change the weights.
   */
  settle: 10 * MINUTE,
  /**
   * A time that begins at the end of the phase `settling`. If, during this time, the listener shows a weight that the controller asked for
   * earlier, the controller assumes that one of its earlier ModifyListener calls took effect late.
   */
  late: 60 * MINUTE,
  /** The time after which people are told that a rollback does not succeed. */
  warn: MINUTE,
  /** The time after which people get another message about a paused release. */
  remind: 4 * 60 * MINUTE,
  /**
   * If the environment's lock belongs to a release that is not in the release document, the controller frees the lock only if the lock is
   * older than this time.
   */
  lock: MINUTE,
} as const;

/** Returns a decision to do nothing now. */
export const nothing = (document: ReleaseDocument): Decision => ({ document, events: [] });

/** Adds a weight to the list of the weights that the controller has asked for. */
export const withOwn = ({ mine }: ReleaseDocument, want: number): number[] => [...new Set([...mine, want])];

/**
 * Stores the parameter `from` in the field `from` of the document. The parameter is green's weight in percent at the start of a rollback
 * (the old weight), or a word if this weight is not known. If the parameter is a number, the function also adds it to the list `mine`.
 *
 * The old weight is added to the list for this case: a deployment that was planned before the rollback sets the old weight again. The
 * controller replaces the old weight with the wanted weight only if the list contains the old weight (see `isOurs` in `decide.ts`).
 */
export const beganAt = (
  document: ReleaseDocument,
  from: Exclude<ReleaseDocument["from"], undefined>,
): ReleaseDocument => ({
  ...document,
  from,
  ...(typeof from === "number" && { mine: withOwn(document, from) }),
});

/** Returns the weights of both colors in words, calculated from green's weight. */
export const describe = (green: number): string => `blue ${100 - green} %, green ${green} %`;

/** Makes a line of the release history. The line contains values of the release document and of a look (one reading of the environment). */
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

/**
 * Returns a line of the release history. The line says that an earlier ModifyListener call of this controller took effect late, and that
 * the wanted weights are set again.
 */
export const late = (document: ReleaseDocument, look: Look): Draft =>
  draft(document, "moved again", look, {
    ...(typeof look.live === "number" && { from: weightsOfGreen(look.live) }),
    to: weightsOfGreen(document.want),
    reason: "an earlier call of the controller came late",
  });

/**
 * Returns the document with the phase `foreign`, and a line for the release history with the reason. In this phase, the controller does not
 * change the listener until a person sends `repair` or `rollback`.
 */
export function foreignly(
  { from: _, wrongSince: __, warned: ___, ...rest }: ReleaseDocument,
  reason: string,
  look: Look,
): { readonly document: ReleaseDocument; readonly events: readonly Draft[] } {
  const document: ReleaseDocument = { ...rest, phase: "foreign", movedAt: look.now, reason };
  return { document, events: [draft(document, "foreign", look, { ...liveNow(look), reason })] };
}

/**
 * Returns the listener's present weights in the field `to`, for a history line about weights that the controller did not set. The field is
 * missing if the listener has no weights, or if they could not be read.
 */
export const liveNow = ({ live }: Look): Pick<Draft, "to"> =>
  typeof live === "number" ? { to: weightsOfGreen(live) } : {};

/**
 * Returns the decision to set the wanted weights again, after an earlier ModifyListener call of this controller took effect late and
 * changed the listener's weights. This function is for the phases `held` and `paused`. In these phases, no traffic moves forward.
 */
export const undone = (document: ReleaseDocument, look: Look): Decision => ({
  document,
  act: { kind: "move", green: document.want, forward: false },
  events: [late(document, look)],
});

/** Returns the decision with more lines for the release history: first the given lines, then the decision's own lines. */
export const after = (events: readonly Draft[], decision: Decision): Decision => ({
  ...decision,
  events: [...events, ...decision.events],
});
