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
  /** Every resource of the plan, unchanged ones too. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  /** Whether the plan destroys the whole environment. */
  readonly ends: boolean;
  /** Actions of a provider that the apply runs. */
  readonly invocations: readonly ActionInvocation[];
  /** The assertions of the configuration, and whether each holds. */
  readonly checks: readonly Check[];
  /** Outputs that change, by their names. */
  readonly changedOutputs: Readonly<Record<string, Pick<Change, "before" | "after" | "after_unknown">>>;
  /** Whether Terraform would do anything at all, such as to note that a resource has moved. */
  readonly applyable: boolean;
  readonly configuration: Configuration;
  /** Traffic of the environment when the plan was made. */
  readonly traffic: RecordedTraffic;
  /**
   * Subscriptions to topics that somebody made outside of Terraform. @default - unknown: the role that made the plan may not list
   * subscriptions
   */
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
  /** Who was deploying or releasing when the plan was made. */
  readonly lock: Lock | "unreadable" | undefined;
  /** Addresses of the resources whose data may be lost. */
  readonly allowed: readonly string[];
}

/** One thing that a plan does, or that was found while it was made. */
export interface Finding {
  /** `warning`: a reader must not miss the finding, and the verdict counts it. */
  readonly severity: "warning" | "note";
  readonly address?: string;
  /** The value that changes; nothing where there was none. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** A sentence that stands alone and says everything that the cells say. */
  readonly sentence: Text;
  /** The same as a row of the section's table. */
  readonly cells?: readonly Text[];
}

/** One part of a review. */
export interface Section {
  readonly title: string;
  /** Headers of the table; a warning is marked in the column without a name. @default - sentences, and no table */
  readonly columns?: readonly string[];
  /** Empty when there is nothing to say. */
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
