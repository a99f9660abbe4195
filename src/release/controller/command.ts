import type { Color } from "./color";
import type { Decision, Draft } from "./decision";
import type { Step } from "./document";
import type { Check } from "./preflight";

/** Something that a person wants. The same id is done once, however often it comes. */
export type Command = {
  readonly id: string;
  /** The ARN that the caller is signed in with, as the caller says. */
  readonly by: string;
  readonly reason: string;
} & (
  | { readonly kind: "status" }
  | StartCommand
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "promote" }
  /** All traffic to the stable color, or to one that is named. */
  | { readonly kind: "rollback"; readonly to?: Color; readonly force: boolean }
  | { readonly kind: "set"; readonly green: number; readonly force: boolean }
  /** Takes the weights that the listener has for the ones that are wanted. */
  | { readonly kind: "repair" }
  /** The traffic was moved past the controller, which leaves it alone until a repair. */
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
  /** The candidate may have the stable color's image. */
  readonly sameImage: boolean;
  /** Look, and start nothing. */
  readonly dryRun: boolean;
}

/** What a command changes, or why it changes nothing. */
export type Applied =
  | (Decision & { readonly checks?: readonly Check[]; readonly lock?: true })
  | { readonly refused: string; readonly checks?: readonly Check[] };

/** A command that is not done. */
export const refused = (text: string): Applied => ({ refused: text });

/** What the history says of who asked. */
export type Asked = Pick<Draft, "by" | "requestId" | "reason">;
