import type { Counts } from "./traffic/clients";

/** A release that was rehearsed under traffic. */
export interface RehearsedRelease {
  readonly counts: Counts;
  readonly exitCode: number;
  /** The line with the result that the release command printed. */
  readonly said: string;
  /**
   * Names of the released color's alarms. An alarm's name is in this list if the line in the field `said` contains the name. If the release
   * was rolled back, the listed alarms are the reason.
   */
  readonly alarms: readonly string[];
  /** The lines that the command printed about alarms without data, which the release could not judge. Each line is about one step. */
  readonly notJudged: readonly string[];
  /** Seconds, on the rehearsal's clock, between the first and the last request to the released version. */
  readonly candidateSeconds: number;
  /**
   * The longest delay of the rehearsal, in seconds on the rehearsal's clock. A delay is the time from the planned end of a minute until the
   * rehearsal has evaluated the alarms for that minute.
   */
  readonly lateSeconds: number;
}
