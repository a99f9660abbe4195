import type { Color, PerColor, Weights } from "./color";

/** Why a release does not move on. */
export type Pause = (typeof PAUSES)[number];
export const PAUSES = ["asked", "approval", "inconclusive", "too few targets"] as const;

/** One line of the release history, and perhaps a message to people. */
export interface ReleaseEvent {
  /** The line's id: a line that was written twice has the same id twice. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly action: Action;
  /** Id of the release that the line belongs to. */
  readonly release?: string;
  readonly candidate?: Color;
  /** The caller, by their own statement, and AWS's id of the call; lines about the controller's own decisions have neither. */
  readonly by?: string;
  readonly requestId?: string;
  readonly from?: Weights;
  readonly to?: Weights;
  readonly reason?: string;
  /** The release alarms and their states at that moment, where they were read. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** Why the release is paused. */
  readonly pause?: Pause;
  /** Requests to the candidate in this step, and the number that the step needs; where they were counted. */
  readonly requests?: number;
  readonly minRequests?: number;
  /** Targets of each color, where they were read. */
  readonly targets?: Partial<PerColor<{ readonly registered: number; readonly healthy: number }>>;
  /** The image of each color, where it was read. */
  readonly images?: PerColor<string>;
  /** While the line waits in the outbox: whether it is already written, and already told. */
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

/** Actions of which people are told by a message; all other lines are in the history only. */
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
