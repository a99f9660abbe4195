import type { Counts } from "./traffic/clients";

/** A release that was rehearsed under traffic. */
export interface RehearsedRelease {
  readonly counts: Counts;
  readonly exitCode: number;
  /** The line in which the release command printed its result. */
  readonly said: string;
  /** Release alarms that the result names as the reason for the rollback. */
  readonly alarms: readonly string[];
  /** The printed lines that name release alarms that were not judged. Each line is about one step. */
  readonly notJudged: readonly string[];
  /** Seconds on the rehearsed clock between the first and the last request to the candidate. */
  readonly candidateSeconds: number;
  /** The longest delay of the rehearsal's own clock, in rehearsed seconds. */
  readonly lateSeconds: number;
}
