import { setTimeout as sleep } from "node:timers/promises";

/** The clock of a command. Tests replace it by a clock of their own. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits for the given time; ends early when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A time in UTC as people read it, to the second. */
export const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** The hour and the minute of a time, in UTC. */
export const minute = (at: number): string => moment(at).slice(11, 16);

export const TIME: Time = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {}),
};
