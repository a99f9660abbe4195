import type { HistoryLine } from "../client/history";
import type { Color, PerColor } from "../controller/color";
import type { Release } from "../controller/document";

/** The numbers of requests in one data point of CloudWatch. */
export interface Point {
  /** The start of the data point's period, in milliseconds since 1970. */
  readonly at: number;
  readonly requests: number;
  /**
   * The number of requests without a 2xx, 3xx or 4xx response. It includes requests whose clients closed the connection early, and is never
   * negative.
   */
  readonly failed: number;
  /** The 99th percentile of the response time, in seconds. @default - CloudWatch has no response times */
  readonly p99?: number;
}

export interface Measured {
  /** The period of a data point, in minutes. */
  readonly minutes: number;
  readonly points: PerColor<readonly Point[]>;
  /**
   * The requests that the load balancer answered with 503 because the listener sent them to a color without targets. `points` does not
   * contain these requests.
   */
  readonly refused: readonly { readonly at: number; readonly requests: number }[];
  /** The present thresholds of the candidate's alarms on failed requests and on p99 latency. @default - the thresholds could not be read */
  readonly thresholds: { readonly failedPercent?: number; readonly p99Seconds?: number };
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A period in which an alarm's state did not change. `from` and `to` are milliseconds since 1970. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: AlarmState;
}

/** The condition under which an alarm goes to ALARM: enough of the alarm's newest data points breach its threshold. */
export interface Points {
  /** The minimum number of data points that have to breach the threshold. */
  readonly wrong: number;
  /** The number of newest data points that CloudWatch compares with the threshold. */
  readonly of: number;
  /** The period of each data point, in seconds. */
  readonly seconds: number;
}

/**
 * An alarm and its states during a release. `bands` has a band for each period in which the state did not change. At times without a band,
 * the state is not known.
 */
export interface WatchedAlarm {
  readonly name: string;
  /**
   * The alarm's description. It says what is wrong if the alarm is in ALARM. @default - the alarm has no description, or the description
   * could not be read
   */
  readonly description?: string;
  /** The condition under which the alarm goes to ALARM. @default - the alarm is not a metric alarm, or its definition could not be read */
  readonly points?: Points;
  readonly bands: readonly Band[];
}

/** The data of a report. If a part could not be read, the data contain the reason instead of the part. */
export interface Report {
  readonly suffix: string;
  readonly release: ReleaseTime;
  /**
   * The reported release, with its steps and task definitions, from the controller's release document.
   * @default - not known, because the release document contains another release, or could not be read
   */
  readonly planned?: Release;
  readonly measured: Measured | { readonly missing: string };
  readonly alarms: readonly WatchedAlarm[];
  /**
   * The reason why CloudWatch's alarm history could not be read. The report then shows only the alarm states from the release history.
   * @default - the alarm history was read
   */
  readonly alarmsMissing?: string;
  /** The time at which the report was made, in milliseconds since 1970. */
  readonly madeAt: number;
  /**
   * A sentence that the page shows above the results. In a rehearsal, times are on the rehearsal's clock. The sentence then says how long
   * one minute on that clock is, in seconds of real time.
   * @default - no remark
   */
  readonly remark?: string;
}

/** A release, read from the release history. All times are milliseconds since 1970. */
export interface ReleaseTime {
  readonly id: string;
  readonly candidate: Color;
  /** The release's lines, oldest first. */
  readonly lines: readonly HistoryLine[];
  readonly startedAt: number;
  /** The end of the release. @default - the history has no line about the end of this release */
  readonly endedAt?: number;
  /**
   * The first line of the history that no longer belongs to this release, for example because a person ran `rollback --to` or `repair`. The
   * release was over at the latest at the line's time.
   * @default - the release's own lines contain its end, or no later line belongs to something else
   */
  readonly followedBy?: HistoryLine;
  /** The time that the plots show. It begins 5 minutes before the release's start, and usually ends 10 minutes after the release's end. */
  readonly shown: { readonly from: number; readonly to: number };
}
