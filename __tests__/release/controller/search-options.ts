import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { next } from "../../../src/release/controller/tick";

/** The code under search: the controller's `next`, or a mutant of it. */
export interface Machine {
  readonly next: typeof next;
  /** Whether a written document is kept. @default - every document is kept */
  readonly keeps?: (document: ReleaseDocument) => boolean;
}

/** The options of a search. */
export interface Options {
  /** The code under search. @default - the controller's code */
  readonly machine?: Machine;
  /** The greatest number of faults of calls or ticks. */
  readonly faults: number;
  /** The greatest number of ticks at the same time. @default 2 */
  readonly ticks?: number;
  /** Green's weight before the release. @default 10 */
  readonly from?: number;
  /** The weights of the steps. @default 50 and 100 */
  readonly weights?: readonly number[];
  /**
   * The greatest number of rounds of one tick and, as `moves`, of its moves. They are smaller than the controller's LIMITS.
   * @default 2 of each
   */
  readonly rounds?: number;
  readonly moves?: number;
  /** Actions of people and alarms that may happen, each at most once. @default - all actions */
  readonly asks?: readonly Ask[];
  /** The number of states after which the search fails. @default 5,000,000 */
  readonly most?: number;
}

/**
 * Actions of people and alarms. `alarm`: an alarm goes to ALARM and stays there. `blip`: an alarm's event arrives, and the alarm
 * is OK again. `hand`: a person moves the listener back to its weights from before the release.
 */
export const ASKS = ["start", "rollback", "promote", "start again", "alarm", "blip", "hand"] as const;
export type Ask = (typeof ASKS)[number];

/** The result of a search. */
export interface Found {
  readonly states: number;
  /** The number of different documents that were written. */
  readonly documents: number;
  /** The first fault that was found; `path` contains the steps that lead to it. @default - no fault was found */
  readonly violation?: string;
  readonly path?: readonly string[];
}
