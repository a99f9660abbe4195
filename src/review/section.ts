import type { Lock } from "../release/lock";
import type { Configuration } from "./configuration";
import type { ResourceChange } from "./terraform-plan";
import type { RecordedTraffic } from "./traffic-record";

/** What a review is made from; secrets are gone already. */
export interface ReviewInput {
  readonly suffix: string;
  /** The account that the plan is for. */
  readonly accountId: string;
  /** Every resource of the plan, unchanged ones too. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly changedOutputs: readonly string[];
  readonly configuration: Configuration;
  /** Traffic of the environment when it was planned. */
  readonly traffic: RecordedTraffic;
  /** Who was deploying or releasing when it was planned. */
  readonly lock: Lock | "unreadable" | undefined;
  /** Addresses whose data may be lost. */
  readonly allowed: readonly string[];
}

/** One part of a review. */
export interface Section {
  readonly title: string;
  /** Markdown; empty when there is nothing to say. */
  readonly lines: readonly string[];
  /** What a reader must not miss, in plain words: counted in the verdict. */
  readonly warnings: readonly string[];
}

export const WARNING = "⚠️";
