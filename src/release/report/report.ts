import type { HistoryLine } from "../client/history";
import type { Color, PerColor } from "../controller/color";
import type { Release } from "../controller/document";

/** The counts of one data point. A missing count means that nothing was counted. */
export interface Point {
  /** The begin of the data point, in milliseconds since 1970. */
  readonly at: number;
  readonly requests: number;
  /** Requests without an answer of 2xx, 3xx or 4xx; requests of clients that hung up are among them. */
  readonly failed: number;
  /** Seconds within which 99 of 100 answers came. @default - CloudWatch has no response times */
  readonly p99?: number;
}

export interface Measured {
  /** The period of a data point, in minutes. */
  readonly minutes: number;
  readonly points: PerColor<readonly Point[]>;
  /** Requests that the load balancer answered with 503 because it could choose no target; they are in no color's count. */
  readonly refused: readonly { readonly at: number; readonly requests: number }[];
  /** The alarms' present thresholds. @default - the thresholds could not be read */
  readonly thresholds: { readonly failedPercent?: number; readonly p99Seconds?: number };
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A state of an alarm, from one moment to another. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: AlarmState;
}

/** How many of an alarm's last data points have to breach before the alarm goes to ALARM. */
export interface Points {
  readonly wrong: number;
  readonly of: number;
  /** The period of each data point, in seconds. */
  readonly seconds: number;
}

/** An alarm in the time of a release; its state is not known where no band covers the time. */
export interface WatchedAlarm {
  readonly name: string;
  /**
   * The alarm's description, which says what is wrong when it is in ALARM. @default - the alarm has no description, or it could
   * not be read
   */
  readonly description?: string;
  /**
   * How many of the alarm's data points have to breach. @default - the alarm is no metric alarm, or its definition could not be
   * read
   */
  readonly points?: Points;
  readonly bands: readonly Band[];
}

/** The data of a report; in the place of a part that could not be read stands the reason, in words. */
export interface Report {
  readonly suffix: string;
  readonly release: ReleaseTime;
  /**
   * The release in the controller's document. @default - the document holds a later release, and parts of this one are kept
   * nowhere else
   */
  readonly planned?: Release;
  readonly measured: Measured | { readonly missing: string };
  readonly alarms: readonly WatchedAlarm[];
  /** Why alarm changes between the lines of the history are not shown. @default - they are shown */
  readonly alarmsMissing?: string;
  /** When the report was made, in milliseconds since 1970. */
  readonly madeAt: number;
}

/** A release in the history. All times are milliseconds since 1970. */
export interface ReleaseTime {
  readonly id: string;
  readonly candidate: Color;
  /** The release's lines, oldest first. */
  readonly lines: readonly HistoryLine[];
  readonly startedAt: number;
  /** @default - the release is under way, or somebody has to decide */
  readonly endedAt?: number;
  /** The time that is drawn: from a little before the start until a little after the end. */
  readonly shown: { readonly from: number; readonly to: number };
}
