import type { Color } from "./color";
import type { Decision, Draft } from "./decision";
import type { Step } from "./document";
import type { Check } from "./preflight";

/**
 * A command that a person sends to the controller. If a command arrives several times with the same id, it is carried out once.
 */
export type Command = {
  readonly id: string;
  /** The caller's ARN or name. The caller states it, and the controller does not check it. */
  readonly by: string;
  readonly reason: string;
} & (
  | { readonly kind: "status" }
  | StartCommand
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "promote" }
  /** Sends all traffic to the release's stable color, or to the color `to`. */
  | { readonly kind: "rollback"; readonly to?: Color; readonly force: boolean }
  | { readonly kind: "set"; readonly green: number; readonly force: boolean }
  /** Takes the listener's present weights as the wanted weights. */
  | { readonly kind: "repair" }
  /**
   * Tells the controller that somebody changed the listener without the controller. The controller then does not change the listener until
   * `repair`.
   */
  | { readonly kind: "hold" }
);

export interface StartCommand {
  readonly kind: "start";
  readonly to: Color;
  readonly steps: readonly Step[];
  /** Names of alarms that send all traffic back, in addition to the candidate's own alarms. */
  readonly alarms: readonly string[];
  readonly minRequests: number;
  readonly maxBakeMinutes: number;
  /** True if the release is allowed to start even if both colors have the same image. */
  readonly sameImage: boolean;
  /** True to run only the preflight (the checks before a release), and to start no release. */
  readonly dryRun: boolean;
}

/**
 * The effect of a command. If the command is accepted: the changed release document, the action that follows, and new lines of the release
 * history. If the command is refused: the reason.
 */
export type Applied =
  | (Decision & { readonly checks?: readonly Check[]; readonly lock?: true })
  | { readonly refused: string; readonly checks?: readonly Check[] };

/** The effect of a refused command. */
export const refused = (text: string): Applied => ({ refused: text });

/** The fields about the caller that a line of the release history contains. */
export type Asked = Pick<Draft, "by" | "requestId" | "reason">;
