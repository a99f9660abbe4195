import type { HistoryLine } from "../client/history";
import type { Color, PerColor } from "../controller/color";
import type { Release } from "../controller/document";

/** What load balancer and targets counted in one point of time. Where a count is missing, nothing was counted. */
export interface Point {
  /** When it began: milliseconds since 1970. */
  readonly at: number;
  readonly requests: number;
  /** Requests that were answered with neither 2xx, 3xx nor 4xx; those of clients that hung up are among them. */
  readonly failed: number;
  /** Seconds in which 99 of 100 answers were there. @default - CloudWatch has none */
  readonly p99?: number;
}

export interface Measured {
  /** How long a point is. */
  readonly minutes: number;
  readonly points: PerColor<readonly Point[]>;
  /** Requests that the load balancer answered with 503, because it could choose no target: no color's count has them. */
  readonly refused: readonly { readonly at: number; readonly requests: number }[];
  /** What the alarms compare with, as they are now. @default - it could not be read */
  readonly thresholds: { readonly failedPercent?: number; readonly p99Seconds?: number };
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A state of an alarm, from one moment to another. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: AlarmState;
}

/** An alarm goes to ALARM when so many of its last points are over its threshold, or under it. */
export interface Points {
  readonly wrong: number;
  readonly of: number;
  /** Of each point. */
  readonly seconds: number;
}

/** An alarm in the time of a release; where no band is, its state is not known. */
export interface WatchedAlarm {
  readonly name: string;
  /** What it says of itself: what is wrong when it is in ALARM. @default - it has none, or it could not be read */
  readonly description?: string;
  /** How many of its points have to be wrong. @default - it is no alarm on a metric, or it could not be read */
  readonly points?: Points;
  readonly bands: readonly Band[];
}

/** All that a report is made of; a part that could not be read is the reason why, in words. */
export interface Report {
  readonly suffix: string;
  readonly release: ReleaseTime;
  /** The release as the controller's document has it. @default - it is of a later release: some of it is kept nowhere else */
  readonly planned?: Release;
  readonly measured: Measured | { readonly missing: string };
  readonly alarms: readonly WatchedAlarm[];
  /** Why changes between the lines of the history are not shown. @default - they are */
  readonly alarmsMissing?: string;
  /** When it was made: milliseconds since 1970. */
  readonly madeAt: number;
}

/** A release in the history. All times are milliseconds since 1970. */
export interface ReleaseTime {
  readonly id: string;
  readonly candidate: Color;
  /** Its lines, oldest first. */
  readonly lines: readonly HistoryLine[];
  readonly startedAt: number;
  /** @default - it is under way, or somebody has to decide */
  readonly endedAt?: number;
  /** What is drawn: somewhat before the start, and after the end. */
  readonly shown: { readonly from: number; readonly to: number };
}
