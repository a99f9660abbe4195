import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { next } from "../../../src/release/controller/tick";

/** The machine that is searched; a mutant is another one. */
export interface Machine {
  readonly next: typeof next;
  /** What stays of a document that was written. */
  readonly keeps?: (document: ReleaseDocument) => boolean;
}

/** What is searched. */
export interface Options {
  /** @default - the controller's */
  readonly machine?: Machine;
  /** How many calls or ticks may go wrong. */
  readonly faults: number;
  /** How many ticks there may be at once. @default 2 */
  readonly ticks?: number;
  /** Green's weight before the release. @default 10 */
  readonly from?: number;
  /** Of the steps. @default 50 and 100 */
  readonly weights?: readonly number[];
  /** Documents that one tick reads, and moves that it makes, at most; the controller has LIMITS. @default 2 of each */
  readonly rounds?: number;
  readonly moves?: number;
  /** What people and alarms may do, each once. @default - all of it */
  readonly asks?: readonly Ask[];
  /** States after which the search is given up by an error. @default 5,000,000 */
  readonly most?: number;
}

/** `alarm` stays in ALARM, a `blip` is only an event; a `hand` moves the listener back to where it was before the release. */
export const ASKS = ["start", "rollback", "promote", "start again", "alarm", "blip", "hand"] as const;
export type Ask = (typeof ASKS)[number];

/** What a search found. */
export interface Found {
  readonly states: number;
  /** Different documents that were written. */
  readonly documents: number;
  /** What was wrong, and how it came to that. @default - nothing was */
  readonly violation?: string;
  readonly path?: readonly string[];
}
