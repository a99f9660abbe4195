import type { LockHolder } from "../../../src/release/controller/look";
import { type World, world } from "./made-up-aws";
import { ALARMS, NOW } from "./made-up-documents";
import { ASKS, type Ask } from "./search-options";
import { LONG_AGO } from "./search-states";

/** Adds a possible event, and the state after it. */
export type Add = (label: string, following: State) => void;

/** A tick that waits for an answer. */
export interface Running {
  /** Number of the tick's state. */
  readonly at: number;
  /** Whether the document is still the one that the tick has read. */
  readonly isFresh: boolean;
  /** Whether the tick's look showed weights that a person had set by hand. */
  readonly sawHand: boolean;
}

/** A state of the search: the environment, the running ticks and the pending calls. */
export interface State {
  /** Number of the document. */
  readonly document: number;
  readonly live: number;
  readonly recorded: number;
  /** Id of the lock's holder, with a "!" if the lock was taken long ago; empty if nobody holds the lock. */
  readonly lock: string;
  readonly isAlarm: boolean;
  /** Whether the listener has weights that a person set by hand. */
  readonly isByHand: boolean;
  readonly done: readonly Ask[];
  /** Moves that may take effect at any moment. */
  readonly onTheirWay: readonly { readonly green: number; readonly isOld: boolean }[];
  readonly running: readonly Running[];
  readonly faults: number;
}

/** Stands for a missing document. */
export const NONE = -1;

/** The made-up environment that a look reads. */
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
