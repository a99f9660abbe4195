import { appendFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { openEnvironment } from "../deploy/open-environment";
import { planEnvironment } from "../deploy/plan-environment";
import { writeRefusal } from "../github/refused-plan";
import { comment, SUMMARY_BYTES } from "../review/comment";
import { terminalReview } from "../review/for-terminal";
import { reviewJson } from "../review/json";
import { savePlan } from "../review/saved-plan";
import { appearanceOf } from "../terminal/appearance";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { printableJson } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { shellWord } from "../terminal/shell-word";
import { Display } from "../terraform/display";
import { Command } from "./command";
import { end } from "./end";
import { PLAN_EXIT, planExit } from "./plan-exit";

interface Options {
  readonly suffix?: string;
  readonly out?: string;
  readonly allow: readonly string[];
  readonly destroy: boolean;
  readonly json: boolean;
}

const command = new Command("npm run plan --")
  .description(
    "Plans a deployment and reviews the plan: losses, traffic, exposure, access, safeguards, costs, and every change.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .option(
    "--out <folder>",
    "the folder for the saved plan, review.md and review.json (default: plan/<suffix>)",
  )
  .option(
    "--allow <address...>",
    "addresses of resources that may lose their data, or whose change may fail requests of a color with live traffic",
    [],
  )
  .option("--destroy", 'review the plan of "npm run destroy"', false)
  .option("--json", "print only the review and the plan's digest, as JSON", false)
  .addHelpText(
    "after",
    `
The state is in STATE_BUCKET. Read permissions are enough, because the command locks and changes nothing. The review is also
written to the file that GITHUB_STEP_SUMMARY names. "npm run apply" applies the reviewed plan.

Exit codes: ${PLAN_EXIT["no changes"]} no changes; ${PLAN_EXIT.changes} changes; ${PLAN_EXIT.blocked} blocked: data would be lost without --allow; ${PLAN_EXIT["changed by hand"]} a change outside of
Terraform opens a port, grants access, removes a safeguard or has lost data (with or without changes in the plan);
${PLAN_EXIT.failed} failed, refused, or bad usage; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(plan);
command.parseAsync().catch((error: Error) => end(error, PLAN_EXIT.failed));

async function plan({ suffix: named, out, allow, destroy, json }: Options): Promise<void> {
  const { signal } = interruption();
  const { env } = process;
  const environment = await openEnvironment(env, { suffix: named, changes: false });
  const { suffix } = environment.config;
  const directory = resolve(out ?? join("plan", suffix));
  if (`${directory}/`.startsWith(`${resolve("cdktf.out")}/`)) {
    throw new RefusedError(`${directory} is in Terraform's own folder: choose another --out`);
  }
  const display = new Display();
  display.print(`plan ${environment.title}`);
  const { review, saved } = await planEnvironment(environment, {
    directory,
    destroy,
    allowed: allow,
    signal,
    display,
  }).catch((error: Error) => {
    if (error instanceof RefusedError) writeRefusal(directory, suffix, error);
    throw error;
  });
  const digest = savePlan(directory, saved);
  const asJson = { ...reviewJson(review), digest, directory };
  writeFileSync(join(directory, "review.md"), comment(review, digest));
  writeFileSync(join(directory, "review.json"), printableJson(asJson)); // GitHub's workflows read this file
  if (env.GITHUB_STEP_SUMMARY) {
    appendFileSync(env.GITHUB_STEP_SUMMARY, comment(review, digest, SUMMARY_BYTES));
  }
  if (json) {
    console.log(printableJson(asJson));
  } else {
    const shown = relative(process.cwd(), directory) || ".";
    console.log(terminalReview(review, appearanceOf(process.stdout, process.env)));
    console.log(`\nThe whole review: ${join(shown, "review.md")}`);
    if (review.verdict === "blocked" && !destroy) {
      console.log(
        `To plan the loss of the data of these resources: npm run plan -- --allow ${review.blocking.join(" ")}`,
      );
    }
    if (review.verdict === "changes" && !destroy) {
      console.log(`To apply the plan: npm run apply -- --plan ${shellWord(shown)} --digest ${digest}`);
    }
  }
  process.exitCode = planExit(review);
}
