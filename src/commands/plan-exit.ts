import type { Review } from "../review/review";

/** Exit codes of `npm run plan`. A refusal has the code 1, because 2 means changes. */
export const PLAN_EXIT = {
  "no changes": 0,
  failed: 1,
  changes: 2,
  blocked: 3,
  /** A change outside of Terraform opens a port, grants access, removes a safeguard, or has lost data. */
  "changed by hand": 4,
} as const;

/**
 * Exit code of a reviewed plan: 3 if the plan would lose data; otherwise 4 if there are dangerous changes outside of Terraform; otherwise
 * 2 if the plan has changes, or 0 if it has none.
 */
export const planExit = ({ verdict, byHand }: Pick<Review, "byHand" | "verdict">): number =>
  PLAN_EXIT[byHand.dangers > 0 && verdict !== "blocked" ? "changed by hand" : verdict];
