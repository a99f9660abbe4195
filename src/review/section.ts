import type { Lock } from "../lock/stored-lock";
import type { Configuration } from "./configuration";
import type { ForeignSubscription } from "./foreign-subscription";
import type { ActionInvocation, Change, Check, ResourceChange } from "./terraform-plan";
import type { Text } from "./text";
import type { RecordedTraffic } from "./traffic-record";

/** The input of a review, already without secrets. */
export interface ReviewInput {
  readonly suffix: string;
  /** The account that the plan is for. */
  readonly accountId: string;
  /** Every resource of the plan, also unchanged resources. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  /** Whether the plan destroys the whole environment. */
  readonly ends: boolean;
  /** Provider actions that the apply runs. */
  readonly invocations: readonly ActionInvocation[];
  /** The checks of the configuration, with their results. */
  readonly checks: readonly Check[];
  /** Outputs that change, by their names. */
  readonly changedOutputs: Readonly<Record<string, Pick<Change, "before" | "after" | "after_unknown">>>;
  /** Whether the plan changes anything, even if only a resource's address in the state. */
  readonly applyable: boolean;
  readonly configuration: Configuration;
  /** The listener's weights and rules when the plan was made. */
  readonly traffic: RecordedTraffic;
  /**
   * Subscriptions to topics that somebody made outside of Terraform. @default - unknown: the role that made the plan may not list
   * subscriptions
   */
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
  /** The environment's lock when the plan was made; `undefined` if nobody was deploying or releasing. */
  readonly lock: Lock | "unreadable" | undefined;
  /** Addresses of the resources whose loss somebody has allowed. */
  readonly allowed: readonly string[];
}

/** One finding of a review: an effect of the plan, or a fact that was found while the plan was made. */
export interface Finding {
  /** `warning`: a reader must not miss the finding, and the verdict counts it. */
  readonly severity: "warning" | "note";
  readonly address?: string;
  /** The old value. @default - no old value */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** A sentence that contains everything that the cells contain, and is understood without them. */
  readonly sentence: Text;
  /** The finding as a row of the section's table. */
  readonly cells?: readonly Text[];
}

/** One part of a review. */
export interface Section {
  readonly title: string;
  /**
   * Headers of the section's table. Warnings are marked in the column whose header is empty. @default - the section has sentences
   * and no table
   */
  readonly columns?: readonly string[];
  /** The findings; a section without findings is not shown. */
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

/** A value of a resource that protects less than before. */
export interface Weakened extends Pick<Finding, "before" | "after"> {
  readonly what: Text;
  /** @default "warning" */
  readonly severity?: Finding["severity"];
}
