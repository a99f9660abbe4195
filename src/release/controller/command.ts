import type { Color } from "./color";
import type { Decision, Draft } from "./decision";
import type { Step } from "./document";
import type { Check } from "./preflight";

/** A command of a person. A command with the same id is carried out once, however often it arrives. */
export type Command = {
  readonly id: string;
  /** The caller's ARN, as the caller states it. */
  readonly by: string;
  readonly reason: string;
} & (
  | { readonly kind: "status" }
  | StartCommand
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "promote" }
  /** Sends all traffic to the stable color, or to a named color. */
  | { readonly kind: "rollback"; readonly to?: Color; readonly force: boolean }
  | { readonly kind: "set"; readonly green: number; readonly force: boolean }
  /** Makes the listener's weights the wanted ones. */
  | { readonly kind: "repair" }
  /** Says that the traffic was moved past the controller, which then leaves the traffic alone until a repair. */
  | { readonly kind: "hold" }
);

export interface StartCommand {
  readonly kind: "start";
  readonly to: Color;
  readonly steps: readonly Step[];
  /** Names of further alarms that send all traffic back. */
  readonly alarms: readonly string[];
  readonly minRequests: number;
  readonly maxBakeMinutes: number;
  /** Whether the candidate may have the stable color's image. */
  readonly sameImage: boolean;
  /** Whether to check only, and start nothing. */
  readonly dryRun: boolean;
}

/** The change that a command makes, or why it makes none. */
export type Applied =
  | (Decision & { readonly checks?: readonly Check[]; readonly lock?: true })
  | { readonly refused: string; readonly checks?: readonly Check[] };

/** A command that is refused. */
export const refused = (text: string): Applied => ({ refused: text });

/** The caller's data for the history. */
export type Asked = Pick<Draft, "by" | "requestId" | "reason">;
