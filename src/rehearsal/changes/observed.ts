import type { Counts } from "../traffic/clients";

/** What was seen of one change. */
export interface Observed extends Counts {
  readonly environment: string;
  /** The change's name. */
  readonly name: string;
  readonly setting: string;
  /** Values before and after, as JSON; nothing where there was none. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** Settings of the same change, without which it would be refused. */
  readonly and: readonly string[];
  /** Other changes of the same deployment; they touch other resources. */
  readonly with: readonly string[];
  /** Day of the run, such as 2026-11-27. */
  readonly date: string;
  /** Of the command, from its start to its end. */
  readonly seconds: number;
  readonly exitCode: number;
  /** How `npm run deploy` said that it ended: `applied`, `no changes`, `refused`, `blocked` ... */
  readonly kind: string;
  /** Resources that the plan changed; none where no plan was shown. */
  readonly changes: readonly { readonly address: string; readonly action: string }[];
  /** The review's warnings, by its sections. */
  readonly warnings: readonly Warning[];
  /** What it said when it did nothing. */
  readonly refusal: string;
}

export interface Warning {
  readonly section: string;
  readonly sentence: string;
  /** The resource that it is about. @default - about none alone */
  readonly address?: string;
}
