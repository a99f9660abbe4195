import type { Counts } from "../traffic/clients";

/** The observations about one rehearsed change of a setting. */
export interface Observed extends Counts {
  readonly environment: string;
  /** The change's name. */
  readonly name: string;
  readonly setting: string;
  /** The value of the setting before the change, as JSON. @default - the setting had no value */
  readonly before?: string | undefined;
  /** The value of the setting after the change, as JSON. @default - the setting has no value */
  readonly after?: string | undefined;
  /** Paths of other settings that have to change together with `setting`, because this project refuses a change of `setting` alone. */
  readonly and: readonly string[];
  /** Names of the other changes in the same deployment. No two changes of a deployment alter the same resource. */
  readonly with: readonly string[];
  /** Day of the run, such as 2026-11-27. */
  readonly date: string;
  /** The duration of `npm run deploy`. */
  readonly seconds: number;
  readonly exitCode: number;
  /** The result of `npm run deploy`: `applied`, `no changes`, `refused`, `blocked` ... */
  readonly kind: string;
  /** The resources that the plan changes. Empty if no plan was made. */
  readonly changes: readonly { readonly address: string; readonly action: string }[];
  /** The warnings of the review, each with its section. */
  readonly warnings: readonly Warning[];
  /** The message with which the deployment was refused; empty if it was not refused. */
  readonly refusal: string;
}

/** A warning of the review. */
export interface Warning {
  readonly section: string;
  readonly sentence: string;
  /** The Terraform address of the resource. @default - the warning is not about a single resource */
  readonly address?: string;
}
