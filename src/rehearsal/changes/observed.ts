import type { Counts } from "../traffic/clients";

/** The observations about one change. */
export interface Observed extends Counts {
  readonly environment: string;
  /** The change's name. */
  readonly name: string;
  readonly setting: string;
  /** Value of the setting before the change, as JSON. @default - the setting had no value */
  readonly before?: string | undefined;
  /** Value of the setting after the change, as JSON. @default - the setting has no value */
  readonly after?: string | undefined;
  /** Further settings that the same change sets, because this project refuses the change without them. */
  readonly and: readonly string[];
  /** Names of the other changes in the same deployment. They touch other resources than this change. */
  readonly with: readonly string[];
  /** Day of the run, such as 2026-11-27. */
  readonly date: string;
  /** Duration of the command. */
  readonly seconds: number;
  readonly exitCode: number;
  /** The result of `npm run deploy`: `applied`, `no changes`, `refused`, `blocked` ... */
  readonly kind: string;
  /** Resources that the plan changes. Empty if no plan was made. */
  readonly changes: readonly { readonly address: string; readonly action: string }[];
  /** The review's warnings, with their sections. */
  readonly warnings: readonly Warning[];
  /** The message with which the deployment was refused; empty if it was not refused. */
  readonly refusal: string;
}

/** A warning of the review. */
export interface Warning {
  readonly section: string;
  readonly sentence: string;
  /** Address of the resource. @default - the warning is not about a single resource */
  readonly address?: string;
}
