import type { GithubApi } from "./api";
import { type NothingToApply, type ReviewedPlan, reviewedPlan } from "./reviewed-plan";

/** The result of {@link reviewedPlans}. Each environment is in one of the three lists. */
export interface ReviewedPlans {
  readonly plans: readonly ReviewedPlan[];
  readonly nothing: readonly NothingToApply[];
  /** The environments whose plan was refused or could not be read. They are not deployed. */
  readonly refused: readonly { readonly suffix: string; readonly error: Error }[];
}

/**
 * Finds the reviewed plan of each environment. If the plan of one environment is refused, the function continues with the others, because
 * environments share neither state nor approvals.
 */
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
