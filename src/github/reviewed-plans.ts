import type { GithubApi } from "./api";
import { type NothingToApply, type ReviewedPlan, reviewedPlan } from "./reviewed-plan";

/** What a merged commit brings, environment by environment. */
export interface ReviewedPlans {
  readonly plans: readonly ReviewedPlan[];
  readonly nothing: readonly NothingToApply[];
  /** Environments whose plan is refused, or could not be found; each is deployed to by nobody. */
  readonly refused: readonly { readonly suffix: string; readonly error: Error }[];
}

/** The reviewed plan of each environment. One that is refused stops no other: they share no state, and no approval. */
export async function reviewedPlans(
  github: GithubApi,
  where: { readonly commit: string; readonly repository: string },
  suffixes: readonly string[],
): Promise<ReviewedPlans> {
  const plans: ReviewedPlan[] = [];
  const nothing: NothingToApply[] = [];
  const refused: { suffix: string; error: Error }[] = [];
  for (const suffix of suffixes) {
    try {
      const found = await reviewedPlan(github, { ...where, suffix });
      if ("nothing" in found) nothing.push(found);
      else plans.push(found);
    } catch (error) {
      refused.push({ suffix, error: error as Error });
    }
  }
  return { plans, nothing, refused };
}
