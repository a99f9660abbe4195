import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GithubApi } from "../github/api";
import { APPROVAL_RULE, allowedBy } from "../github/approval";
import { previewMarker, writeComment } from "../github/comment";
import { keepDriftIssues } from "../github/drift-issue";
import { endedPreviews, parsePreviews } from "../github/ended-previews";
import { longLived, plannedSuffixes } from "../github/environments";
import { writePlanComments } from "../github/plan-comments";
import { type PlannedReview, plannedIn } from "../github/planned-in";
import { reviewedPlans } from "../github/reviewed-plans";
import { RefusedError } from "../terminal/refused";
import { parsePositive } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const LOST = "the plan succeeded, but its review is not among the workflow run's artifacts";

const program = new Command("npm run github --")
  .description("Commands that call GitHub's API for the workflows; people rarely need them.")
  .exitOverride() // the commands below inherit this setting
  .addHelpText(
    "after",
    `
GitHub Actions sets GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_SHA; GITHUB_TOKEN authenticates the calls.

Exit codes: 0 done; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused. After ${EXIT_FAILED} or ${EXIT_REFUSED}, a part may be done: "reviewed" prints the plans of the
other environments, and "reviews" and "drift" go on with the other environments.`,
  );

program
  .command("environments")
  .description("print the long-lived environments as JSON")
  .action(() => console.log(JSON.stringify(longLived("environments"))));

program
  .command("allowed")
  .description(
    'print the addresses in the approved lines "Allow-destroy: <address>" of a pull request\'s text, one address a line. The approver must have written neither the text nor the newest commit',
  )
  .argument("<pull-request>", "number of the pull request", parsePositive)
  .action(async (pull: number) => {
    const { addresses, approved, found, ignored } = await allowedBy(github(), pull);
    if (ignored.length > 0) summary([...ignored, "Write the line as a paragraph of its own."].join(" "));
    if (approved) for (const address of addresses) console.log(address);
    else if (addresses.length > 0) {
      const then = "Then run this workflow's failed jobs again.";
      summary([`Allow-destroy does not count yet. ${APPROVAL_RULE} ${then} Found:`, ...found].join("\n- "));
    }
  });

program
  .command("reviews")
  .description(
    "write the reviews and the failures of the plans of SUFFIXES as comments into the pull request",
  )
  .argument("<pull-request>", "number of the pull request", parsePositive)
  .argument("<folder>", "the folder with a subfolder <suffix> for each successful plan")
  .action(async (pull: number, folder: string) => {
    const run = { commit: variable("PULL_REQUEST_COMMIT"), url: runUrl(), at: new Date() };
    const { plans, lost, problem } = plansIn(folder);
    const environments = plans.map((plan) => (lost.includes(plan) ? { ...plan, problem: LOST } : plan));
    await writePlanComments(github(), pull, environments, run);
    if (problem !== undefined) throw new RefusedError(problem);
  });

program
  .command("drift")
  .description(
    "open, update or close the issues about changes outside of Terraform, and about failed nightly plans",
  )
  .argument("<folder>", "the folder with a subfolder <suffix> for each successful plan")
  .action(async (folder: string) => {
    const { plans, lost, problem } = plansIn(folder);
    if (lost.length > 0) {
      const suffixes = lost.map(({ suffix }) => suffix).join(", ");
      throw new Error(`${suffixes}: ${LOST}; no issue was changed. Run the failed jobs again.`);
    }
    const problems = problem === undefined ? [] : [problem];
    for (const plan of plans) {
      try {
        const run = runUrl();
        for (const done of await keepDriftIssues(github(), { ...plan, run }))
          summary(`${plan.suffix}: ${done}`);
      } catch (error) {
        problems.push(`${plan.suffix}: ${(error as Error).message}`);
      }
    }
    if (problems.length > 0)
      throw new Error(`not all issues could be opened, updated or closed:\n${problems.join("\n")}`);
  });

program
  .command("preview")
  .description("write a comment about a preview: its URL, or that it was destroyed")
  .argument("<pull-request>", "number of the pull request", parsePositive)
  .argument("<suffix>", "suffix of the preview")
  .argument("<text>", "the text of the comment")
  .action((pull: number, suffix: string, text: string) => {
    const marker = previewMarker(suffix);
    return writeComment(github(), pull, marker, `${marker}\n${text}`);
  });

program
  .command("reviewed")
  .description(
    "print the reviewed plans of the pull request that was merged as commit GITHUB_SHA, as JSON; leave out each plan that this command refuses (for example, an expired plan) or cannot read",
  )
  .action(async () => {
    const where = { commit: variable("GITHUB_SHA"), repository: variable("GITHUB_REPOSITORY") };
    const { plans, nothing, refused } = await reviewedPlans(github(), where, longLived("environments"));
    for (const it of nothing) summary(`Nothing to apply to \`${it.suffix}\`: ${it.nothing}.`);
    for (const it of refused) summary(`❌ \`${it.suffix}\` is not deployed: ${it.error.message}.`);
    console.log(JSON.stringify(plans));
    const isRefusal = refused.every(({ error }) => error instanceof RefusedError);
    if (refused.length > 0) process.exitCode = isRefusal ? EXIT_REFUSED : EXIT_FAILED;
  });

program
  .command("ended")
  .description(
    'read the JSON list of "npm run previews" from standard input, and print the previews to destroy, as JSON',
  )
  .action(async () =>
    console.log(JSON.stringify(await endedPreviews(github(), parsePreviews(readFileSync(0, "utf8"))))),
  );

void program.parseAsync().catch(end);

function github(): GithubApi {
  const { GITHUB_API_URL: url = "https://api.github.com" } = process.env;
  return new GithubApi({ url, repository: variable("GITHUB_REPOSITORY"), token: variable("GITHUB_TOKEN") });
}

/**
 * Reads the reviews and the refusals of plans from a folder. The variable SUFFIXES contains the environments whose reviews and refusals are
 * read. The variable PLANNED is "success" if all jobs that plan have succeeded. A job fails if its plan is refused. So if PLANNED is
 * "success", each job has made a review. If the folder nevertheless has no review of an environment, the review was lost between the jobs.
 * The result's field `lost` lists such environments.
 */
function plansIn(folder: string) {
  const { suffixes, problem } = plannedSuffixes(process.env.SUFFIXES, "environments");
  const plans = suffixes.map((suffix) => ({ suffix, ...plannedIn(join(folder, suffix), suffix) }));
  const isMissing = (it: PlannedReview) => it.reviewed === undefined && it.problem === undefined;
  return { plans, problem, lost: process.env.PLANNED === "success" ? plans.filter(isMissing) : [] };
}

/** Returns the URL of the present run of the GitHub workflow. */
function runUrl(): string {
  const [server, repository, run] = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"].map(variable);
  return `${server}/${repository}/actions/runs/${run}`;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new RefusedError(
      `${name} is not set: in a workflow's run, GitHub Actions or the workflow's file sets this variable`,
    );
  return value;
}

function summary(text: string): void {
  console.error(text);
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${text}\n\n`);
}
