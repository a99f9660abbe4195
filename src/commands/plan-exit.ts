import type { Review } from "../review/review";

/**
 * The exit codes of `npm run plan`. If this command refuses, its exit code is 1. The usual exit code of a refusal is 2, but in
 * `npm run plan` the exit code 2 says that the plan has changes.
 */
export const PLAN_EXIT = {
  "no changes": 0,
  failed: 1,
  changes: 2,
  blocked: 3,
  /** Outside of Terraform, somebody has opened a port, granted access, removed a safeguard or caused a loss of data. */
  "changed by hand": 4,
} as const;

/**
 * Returns the exit code for a reviewed plan. It is 3 if the plan would lose data, and nobody has allowed the loss. Otherwise it is 4 if
 * somebody has made dangerous changes outside of Terraform. Otherwise it is 2 if the plan has changes, and 0 if it has none.
 */
export const planExit = ({ verdict, byHand }: Pick<Review, "byHand" | "verdict">): number =>
  PLAN_EXIT[byHand.dangers > 0 && verdict !== "blocked" ? "changed by hand" : verdict];
