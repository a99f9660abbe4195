import type { LockHolder } from "../../../src/release/controller/look";
import { type World, world } from "./made-up-aws";
import { ALARMS, NOW } from "./made-up-documents";
import { ASKS, type Ask } from "./search-options";
import { LONG_AGO } from "./search-states";

/** Takes something that may happen, and the state after it. */
export type Add = (label: string, following: State) => void;

/** A tick that waits for an answer. */
export interface Running {
  /** Number of its state. */
  readonly at: number;
  /** The document is still the one that it read. */
  readonly isFresh: boolean;
  /** Its look showed weights that a hand had set. */
  readonly sawHand: boolean;
}

/** The whole world at a moment. */
export interface State {
  /** Number of the document. */
  readonly document: number;
  readonly live: number;
  readonly recorded: number;
  /** Id of who has it, with a mark if that is long ago; empty: nobody. */
  readonly lock: string;
  readonly isAlarm: boolean;
  /** The listener is where a hand moved it to. */
  readonly isByHand: boolean;
  readonly done: readonly Ask[];
  /** Calls to move that may land at any moment. */
  readonly onTheirWay: readonly { readonly green: number; readonly isOld: boolean }[];
  readonly running: readonly Running[];
  readonly faults: number;
}

/** The number of no document. */
export const NONE = -1;

/** What a look finds. */
export function worldOf(state: State): World {
  const { live, recorded, lock, isAlarm } = state;
  return world({
    live,
    recorded,
    lock: lockOf(lock) ?? "nobody",
    alarms: { [ALARMS.blue[0]]: "OK", [ALARMS.green[0]]: isAlarm ? "ALARM" : "OK" },
  });
}

export const lockOf = (lock: string): LockHolder | undefined =>
  lock === ""
    ? undefined
    : {
        id: lock.replace("!", ""),
        operation: "release",
        who: "",
        since: lock.endsWith("!") ? LONG_AGO : NOW,
      };

export const ordered = (calls: State["onTheirWay"]) =>
  [...calls].sort((a, b) => a.green - b.green || Number(a.isOld) - Number(b.isOld));

export const withTick = (state: State, index: number, over: Partial<Running>): State => ({
  ...state,
  running: state.running.map((it, other) => (other === index ? { ...it, ...over } : it)),
});

export const without = (state: State, index: number): State => ({
  ...state,
  running: state.running.filter((_, other) => other !== index),
});

export function keyOfState({
  document,
  live,
  recorded,
  lock,
  isAlarm,
  isByHand,
  done,
  onTheirWay,
  running,
  faults,
}: State): string {
  const way = onTheirWay.map(({ green, isOld }) => `${green}${isOld ? "o" : ""}`).join();
  const ticks = running
    .map(({ at, isFresh, sawHand }) => `${at}${isFresh ? "f" : ""}${sawHand ? "h" : ""}`)
    .sort()
    .join();
  return `${document}|${live}|${recorded}|${lock}|${+isAlarm}${+isByHand}|${done.map((it) => ASKS.indexOf(it)).join("")}|${way}|${ticks}|${faults}`;
}
