import { setTimeout as sleep } from "node:timers/promises";

/** The clock of a command. Tests replace it by a clock of their own. */
export interface Time {
  /** Returns the present time in milliseconds since 1970. */
  now(): number;
  /** Waits for the given time. If the signal is aborted, the waiting ends early. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Returns a time as text in UTC, such as `2026-11-27 05:06:07`. */
export const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** Returns the hour and the minute of a time in UTC, such as `05:06`. */
export const minute = (at: number): string => moment(at).slice(11, 16);

export const TIME: Time = {
  now: Date.now,
  sleep: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {}),
};
