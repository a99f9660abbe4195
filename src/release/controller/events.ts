import type { Color, PerColor, Weights } from "./color";

/** Why a release does not move on. */
export type Pause = (typeof PAUSES)[number];
export const PAUSES = ["asked", "approval", "inconclusive", "too few targets"] as const;

/** One line of the release history, and perhaps a message to people. */
export interface ReleaseEvent {
  /** Tells a line that was written twice from two lines. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly action: Action;
  /** Id of the release that it belongs to. */
  readonly release?: string;
  readonly candidate?: Color;
  /** Who asked for it, as the caller said, and AWS's id of the call; the controller's own doing has neither. */
  readonly by?: string;
  readonly requestId?: string;
  readonly from?: Weights;
  readonly to?: Weights;
  readonly reason?: string;
  /** Release alarms and their states at that moment, where they were looked at. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** Why it is paused. */
  readonly pause?: Pause;
  /** Requests to the candidate in this step, of those that it needs; where they were counted. */
  readonly requests?: number;
  readonly minRequests?: number;
  /** Targets of each color, where they were looked at. */
  readonly targets?: Partial<PerColor<{ readonly registered: number; readonly healthy: number }>>;
  /** What each color runs, where it was looked at. */
  readonly images?: PerColor<string>;
  /** While it waits in the outbox: what is done already of writing and telling it. */
  readonly done?: "written" | "told";
}

export type Action =
  | "started"
  | "shifting"
  | "paused"
  | "resumed"
  | "promoted"
  | "completed"
  | "going back"
  | "rolled back"
  | "not rolled back"
  | "stuck"
  | "foreign"
  | "held"
  | "set"
  | "repaired"
  | "moved again";

/** Those of which people are told by a message; the others are in the history only. */
export const TOLD: readonly Action[] = [
  "started",
  "paused",
  "completed",
  "going back",
  "rolled back",
  "not rolled back",
  "stuck",
  "foreign",
  "held",
];
