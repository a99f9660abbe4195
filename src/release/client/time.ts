import { setTimeout as sleep } from "node:timers/promises";

/** The clock that a command waits by; a test has one of its own. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A moment as people read it, to the second. */
export const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** A moment's hour and minute. */
export const minute = (at: number): string => moment(at).slice(11, 16);

export const TIME: Time = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {}),
};
