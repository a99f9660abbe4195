import type { HistoryLine } from "../client/history";
import type { Color, PerColor } from "../controller/color";
import type { Release } from "../controller/document";

/** The counts of one data point. */
export interface Point {
  /** The start of the data point's period, in milliseconds since 1970. */
  readonly at: number;
  readonly requests: number;
  /** Requests without a 2xx, 3xx or 4xx response, at least 0. They include requests whose clients closed the connection early. */
  readonly failed: number;
  /** The 99th percentile of the response time, in seconds. @default - CloudWatch has no response times */
  readonly p99?: number;
}

export interface Measured {
  /** The period of a data point, in minutes. */
  readonly minutes: number;
  readonly points: PerColor<readonly Point[]>;
  /**
   * Requests that the load balancer answered with 503 because their color had no target. The data points of the colors do not
   * contain them.
   */
  readonly refused: readonly { readonly at: number; readonly requests: number }[];
  /** The alarms' present thresholds. @default - the thresholds could not be read */
  readonly thresholds: { readonly failedPercent?: number; readonly p99Seconds?: number };
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A time in which an alarm's state did not change. Both times are milliseconds since 1970. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: AlarmState;
}

/**
 * The number of data points (`wrong`) among the evaluated data points (`of`) that have to breach an alarm's threshold before it
 * goes to ALARM.
 */
export interface Points {
  readonly wrong: number;
  readonly of: number;
  /** The period of each data point, in seconds. */
  readonly seconds: number;
}

/** An alarm during a release. At times that no band covers, the alarm's state is not known. */
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

/** The data of a report. If a part could not be read, the data contain the reason instead of the part. */
export interface Report {
  readonly suffix: string;
  readonly release: ReleaseTime;
  /**
   * The release with its steps and task definitions, from the controller's release document. @default - the document contains a later
   * release
   */
  readonly planned?: Release;
  readonly measured: Measured | { readonly missing: string };
  readonly alarms: readonly WatchedAlarm[];
  /**
   * Why the alarm history of CloudWatch could not be read, so that only the alarm states in the release history are shown.
   * @default - the alarm history was read
   */
  readonly alarmsMissing?: string;
  /** When the report was made, in milliseconds since 1970. */
  readonly madeAt: number;
  /** A remark that a reader has to know before the times, as text. @default - none */
  readonly remark?: string;
}

/** A release, read from the release history. All times are milliseconds since 1970. */
export interface ReleaseTime {
  readonly id: string;
  readonly candidate: Color;
  /** The release's lines, oldest first. */
  readonly lines: readonly HistoryLine[];
  readonly startedAt: number;
  /** The end of the release. @default - the release is under way, or waits for a person */
  readonly endedAt?: number;
  /** The time that the plots show: it begins 5 minutes before the release's start and ends at most 10 minutes after its end. */
  readonly shown: { readonly from: number; readonly to: number };
}
