import type { Lock } from "../lock/stored-lock";
import type { Configuration } from "./configuration";
import type { ForeignSubscription } from "./foreign-subscription";
import type { ActionInvocation, Change, Check, ResourceChange } from "./terraform-plan";
import type { Text } from "./text";
import type { RecordedTraffic } from "./traffic-record";

/** The input of a review, from which all secrets have been removed. */
export interface ReviewInput {
  readonly suffix: string;
  /** The id of the AWS account for which the plan was made. */
  readonly accountId: string;
  /** Every resource of the plan, including unchanged resources. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  /** True if the plan destroys the whole environment. */
  readonly ends: boolean;
  /** The Terraform actions that the apply runs. */
  readonly invocations: readonly ActionInvocation[];
  /** The checks of the configuration, with their results. */
  readonly checks: readonly Check[];
  /** The outputs that change. The keys are the outputs' names. */
  readonly changedOutputs: Readonly<Record<string, Pick<Change, "before" | "after" | "after_unknown">>>;
  /** True if the plan changes anything, even if it changes only a resource's Terraform address in the state. */
  readonly applyable: boolean;
  readonly configuration: Configuration;
  /** The weight parameter, the traffic weights and the listener rules at the time when the plan was made. */
  readonly traffic: RecordedTraffic;
  /**
   * The subscriptions that somebody made outside of Terraform. Each of them is a subscription to an SNS topic of the environment.
   *
   * @default - unknown, because the role that made the plan has no permission to list subscriptions
   */
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
  /** The environment's lock at the time when the plan was made; undefined if nobody was deploying or releasing. */
  readonly lock: Lock | "unreadable" | undefined;
  /** Terraform addresses of the resources whose loss somebody has allowed. */
  readonly allowed: readonly string[];
}

/** One finding of a review: an effect of the plan, or a fact that was found while the plan was made. */
export interface Finding {
  /** `warning` if a reader must not miss the finding; the beginning of a review counts and lists the warnings. */
  readonly severity: "warning" | "note";
  readonly address?: string;
  /** The old value. @default - none */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** A sentence with everything that is in the cells. A reader understands it without the cells. */
  readonly sentence: Text;
  /** The finding as a row of the section's table. */
  readonly cells?: readonly Text[];
}

/** One part of a review. */
export interface Section {
  readonly title: string;
  /**
   * The headers of the section's table. Each finding is a row of the table. If a header is an empty string, each row with a warning has a
   * mark in this header's column. If the table is too wide, the section has sentences instead of a table.
   *
   * @default - none; the section has sentences instead of a table
   */
  readonly columns?: readonly string[];
  /** The findings. A review does not show a section without findings. */
  readonly findings: readonly Finding[];
}

type Values = Omit<Finding, "severity" | "sentence">;

export const warning = (sentence: Text, values: Values = {}): Finding => ({
  severity: "warning",
  ...values,
  sentence,
});

export const note = (sentence: Text, values: Values = {}): Finding => ({
  severity: "note",
  ...values,
  sentence,
});

/** A change by which a resource protects less than before. */
export interface Weakened extends Pick<Finding, "before" | "after"> {
  readonly what: Text;
  /** @default "warning" */
  readonly severity?: Finding["severity"];
}
