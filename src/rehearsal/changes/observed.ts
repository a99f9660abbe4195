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
  /** Settings that were changed with it. */
  readonly with: readonly string[];
  /** Day of the run, such as 2026-11-27. */
  readonly date: string;
  /** Of the command, from its start to its end. */
  readonly seconds: number;
  readonly exitCode: number;
  /** How `npm run deploy` said that it ended: `applied`, `no changes`, `refused`, `blocked` ... */
  readonly kind: string;
  /** Resources by what the plan did with them; nothing where no plan was shown. */
  readonly counts?: Readonly<Record<"create" | "update" | "replace" | "destroy", number>>;
  /** Addresses of what was destroyed or replaced. */
  readonly gone: readonly string[];
  /** The review's warnings, by its sections. */
  readonly warnings: readonly { readonly section: string; readonly sentence: string }[];
  /** What it said when it did nothing. */
  readonly refusal: string;
}
