import { planEnvironment } from "../../deploy/plan-environment";
import { inTemporaryFolder } from "../../files/own-folder";
import { notLookedForIn } from "../../review/not-looked-for";
import { RefusedError } from "../../terminal/refused";
import { Display } from "../../terraform/display";
import { requireTerraform } from "../../terraform/version";
import type { Check } from "../check";
import { cannotKnow, type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

/** The time limit of the check, in seconds. It is long, because a plan compares every resource with AWS. */
const SECONDS = 600;

const planOf = (suffix: string) => `npm run plan -- --suffix ${suffix}`;

/**
 * Checks that a second plan, after the deployment, contains no changes. If AWS stores other values than the configured ones, each plan
 * changes these values again.
 * https://developer.hashicorp.com/terraform/cli/commands/plan
 */
async function secondPlan({ environment }: Deployed, signal: AbortSignal): Promise<Finding> {
  const { suffix } = environment.config;
  try {
    await requireTerraform(environment.env);
  } catch (error) {
    if (error instanceof RefusedError) return cannotKnow(error.message);
    throw error;
  }
  const display = new Display();
  try {
    const { review } = await inTemporaryFolder("plan", (directory) =>
      planEnvironment(environment, { directory, destroy: false, allowed: [], signal, display }),
    );
    const { verdict, byHand, sections } = review;
    if (verdict === "no changes" && byHand.dangers === 0) {
      return pass(["no changes", ...notLookedForIn(sections)].join("; "));
    }
    const text =
      verdict === "no changes"
        ? "somebody changed something by hand"
        : `the verdict about the plan is "${verdict}"`;
    return fail(text, planOf(suffix));
  } catch (error) {
    // If the plan is refused, the check fails, because the next deployment would be refused for the same reason.
    if (error instanceof RefusedError) return fail(`the plan is refused: ${error.message}`, planOf(suffix));
    throw error;
  } finally {
    display.end();
  }
}

/** The check that a second plan is empty. */
export const PLAN: readonly Check<Deployed>[] = [{ name: "second plan", seconds: SECONDS, look: secondPlan }];
