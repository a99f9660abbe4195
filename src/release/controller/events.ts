import type { Color, PerColor, Weights } from "./color";

/** The reason why a release is paused. */
export type Pause = (typeof PAUSES)[number];
export const PAUSES = ["asked", "approval", "inconclusive", "too few targets"] as const;

/** One line of the release history. Lines with an action in `TOLD` are also sent to people as messages. */
export interface ReleaseEvent {
  /** The id of the line of the release history. If the controller writes a line twice, both have the same id. */
  readonly id: string;
  /** The time of the event, in ISO 8601. */
  readonly at: string;
  readonly action: Action;
  /** Id of the release that the line belongs to. */
  readonly release?: string;
  readonly candidate?: Color;
  /**
   * The name or ARN that the caller stated. `requestId` is the request id of the invocation. Lines about the controller's own decisions
   * have neither `by` nor `requestId`.
   */
  readonly by?: string;
  readonly requestId?: string;
  readonly from?: Weights;
  readonly to?: Weights;
  readonly reason?: string;
  /** The states of the release alarms at the time `at`. The keys are the alarms' names. @default - the alarms were not read */
  readonly alarms?: Readonly<Record<string, string>>;
  /** The reason why the release is paused. */
  readonly pause?: Pause;
  /** Requests to the candidate in this step, if they were counted. `minRequests` is the number that the step needs. */
  readonly requests?: number;
  readonly minRequests?: number;
  /** The number of targets of each color. If the targets of a color were not read, the color is missing. */
  readonly targets?: Partial<PerColor<{ readonly registered: number; readonly healthy: number }>>;
  /** The image of each color. @default - the images were not read */
  readonly images?: PerColor<string>;
  /**
   * The outbox contains the lines that are not completely delivered. Such a line can need two deliveries: into the release history, and as
   * a message to people. This field is set when one of the two is done:
   *
   * - `written`: the line is in the history
   * - `told`: people got the message, or the line needs no message
   *
   * @default - no delivery has succeeded
   */
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

/** Actions whose lines are sent to people as messages. Lines with other actions are in the history only. */
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
