import { code } from "../terminal/markdown";
import type { GithubApi } from "./api";
import { keepIssue } from "./kept-issue";
import type { PlannedReview } from "./planned-in";
import { wholeBlocks } from "./whole-blocks";

/** The result files of one environment's nightly plan. */
export interface NightlyPlan extends PlannedReview {
  readonly suffix: string;
  /** The URL of the workflow run that made the plan. */
  readonly run: string;
}

/**
 * The maximum number of a review's characters in an issue. GitHub accepts 65,536 characters in an issue; the difference is for the text
 * before the review.
 */
const REVIEW_CHARACTERS = 63_000;

/**
 * Opens, updates or closes two issues about one environment. The first issue is open while the nightly plan finds changes outside of
 * Terraform. The second issue is open while the nightly plan fails. A failed plan does not change the first issue, because it does not show
 * whether changes outside of Terraform remain. A plan that finds no changes, but could not look for all of them, does not change it either.
 *
 * @returns one sentence for each action on an issue
 */
export async function keepDriftIssues(github: GithubApi, plan: NightlyPlan): Promise<string[]> {
  const { suffix, reviewed } = plan;
  const failure = await keepFailureIssue(github, plan);
  const drift = reviewed === undefined ? undefined : await keepDriftIssue(github, plan, reviewed);
  const done = [failure, drift].flatMap((it) => it ?? []);
  return done.length > 0 ? done : [`the plan of ${suffix} found no changes outside of Terraform`];
}

/** A sentence about changes by hand that no plan can find. */
const LIMITS =
  "A plan does not look for policies that somebody added to queues or secrets, or for other kinds of resources that somebody added: docs/runbooks/review.md lists what a plan looks for.";

async function keepDriftIssue(
  github: GithubApi,
  { suffix, run }: NightlyPlan,
  { byHand: { findings, dangers, notLookedFor }, markdown }: NonNullable<PlannedReview["reviewed"]>,
): Promise<string | undefined> {
  if (findings.length === 0 && notLookedFor.length > 0) {
    return `the plan of ${suffix} found no changes outside of Terraform, but ${notLookedFor.join("; ")}; if there is an open issue about earlier changes, it stays open`;
  }
  const title =
    dangers > 0
      ? `${suffix}: access opened, protection weakened or data lost outside of Terraform`
      : `${suffix}: changed outside of Terraform`;
  const { kept, left } = wholeBlocks(markdown, REVIEW_CHARACTERS);
  const text = [
    `Somebody or something changed ${code(suffix)} outside of Terraform. A [plan of main](${run}) found it; docs/runbooks/review.md says what to do.`,
    LIMITS,
    "When a later plan finds other changes, this text is replaced.",
    "",
    kept,
    ...(left > 0 ? ["", `${left} more lines do not fit here: the summary of the run has them.`] : []),
  ].join("\n");
  return keepIssue(github, {
    marker: `<!-- transaction-processing drift ${suffix} `,
    ...(findings.length > 0 && {
      told: {
        title,
        text,
        about: [title, ...findings],
        changed: `The changes outside of Terraform are no longer the same. The text of this issue lists the present changes: ${run}`,
      },
    }),
    closing: `A plan of ${code(suffix)} no longer finds changes outside of Terraform: ${run}\n\n${LIMITS}`,
  });
}

function keepFailureIssue(
  github: GithubApi,
  { suffix, run, reviewed, problem }: NightlyPlan,
): Promise<string | undefined> {
  const why = problem === undefined ? "failed" : `left no review that can be read (${problem})`;
  const text = [
    `The nightly [plan of main](${run}) for ${code(suffix)} ${why}. **Nothing was looked at**: nobody knows whether somebody changed ${code(suffix)} outside of Terraform. If an earlier night found changes, the issue about them stays open.`,
    "",
    "The log of the run says what went wrong. The next plan that ends with a review closes this issue.",
  ].join("\n");
  return keepIssue(github, {
    marker: `<!-- transaction-processing nightly plan ${suffix} `,
    ...(reviewed === undefined && {
      told: {
        title: `${suffix}: the nightly plan failed, nothing was looked at`,
        text,
        about: [why],
        changed: `The nightly plan now fails in another way. The text of this issue says how: ${run}`,
      },
    }),
    closing: `The plan of ${code(suffix)} works again: ${run}`,
  });
}
