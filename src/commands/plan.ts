import { appendFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { requireBoundary } from "../account/require-boundary";
import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { loadEnvironment } from "../config/load";
import { EnvironmentLock } from "../release/lock";
import { comment, SUMMARY_BYTES } from "../review/comment";
import { terminalReview } from "../review/for-terminal";
import { reviewJson } from "../review/json";
import { makePlan } from "../review/make-plan";
import { reviewOfPlan } from "../review/of-plan";
import type { Verdict } from "../review/review";
import { savePlan } from "../review/saved-plan";
import { readTraffic } from "../review/traffic-record";
import { appearanceOf } from "../terminal/appearance";
import { printableJson } from "../terminal/printable";
import { timed } from "../terminal/progress";
import { end } from "./end";

const EXIT: Readonly<Record<Verdict | "failed", number>> = {
  "no changes": 0,
  failed: 1,
  changes: 2,
  blocked: 3,
};

interface Options {
  readonly out?: string;
  readonly allow: readonly string[];
  readonly destroy: boolean;
  readonly json: boolean;
}

new Command("npm run plan --")
  .description(
    "Plans what a deploy would do, and reviews it: what is lost, where traffic goes, what becomes reachable, who may do what.",
  )
  .option("--out <folder>", "where the saved plan and review.md go (default: plan/<suffix>)")
  .option("--allow <address...>", "resources that hold data and may be lost", [])
  .option("--destroy", 'review what "npm run destroy" would do', false)
  .option("--json", "the review, and the digest, for scripts", false)
  .addHelpText(
    "after",
    `
The environment is ENVIRONMENT_SUFFIX, its state is in STATE_BUCKET. Rights to read are enough: nothing is locked, nothing
is changed. The review also goes to the file that GITHUB_STEP_SUMMARY names. "npm run apply" does what was reviewed.

Exit codes: ${EXIT["no changes"]} no changes; ${EXIT.changes} changes; ${EXIT.blocked} blocked, data would be lost that was not allowed to; ${EXIT.failed} failed, bad usage among it.`,
  )
  .exitOverride()
  .action(plan)
  .parseAsync()
  .catch((error: Error) => end(error, EXIT.failed));

async function plan({ out, allow, destroy, json }: Options): Promise<void> {
  const { env } = process;
  const { config } = loadEnvironment({
    suffix: env.ENVIRONMENT_SUFFIX ?? "dev",
    stateBucket: env.STATE_BUCKET,
    directory: "environments",
  });
  if (!destroy) requireBoundary({ config, accountFile: env.ACCOUNT_FILE });
  const { suffix, stateBucket } = config;
  const aws = awsClients();
  const { accountId } = await signedIn(aws.sts, config.accountId);
  const directory = resolve(out ?? join("plan", suffix));
  // Before Terraform looks: what a release moves meanwhile makes this plan stale, and never the other way round.
  const [traffic, held] = await Promise.all([
    readTraffic(aws.elb, aws.ssm, suffix),
    new EnvironmentLock(aws.s3, stateBucket, suffix).read(),
  ]);
  const made = await makePlan({ suffix, directory, destroy, env, onPhase: timed() });
  const saved = { suffix, accountId, stateBucket, allowed: allow, traffic };
  const review = reviewOfPlan({ ...saved, ...made, lock: held && (held.lock ?? "unreadable") });
  const { verdict } = review;
  const digest = savePlan(directory, saved);

  const text = comment(review, digest);
  writeFileSync(join(directory, "review.md"), text);
  if (env.GITHUB_STEP_SUMMARY) {
    appendFileSync(env.GITHUB_STEP_SUMMARY, comment(review, digest, SUMMARY_BYTES));
  }
  if (json) {
    console.log(printableJson({ ...reviewJson(review), digest, directory }));
  } else {
    const shown = relative(process.cwd(), directory);
    console.log(terminalReview(review, appearanceOf(process.stdout, env)));
    console.log(`\nThe whole review: ${join(shown, "review.md")}`);
    if (verdict === "changes" && !destroy)
      console.log(`To apply it: npm run apply -- --plan ${shown} --digest ${digest}`);
  }
  process.exitCode = EXIT[verdict];
}
