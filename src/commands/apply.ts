import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { loadStateBucket } from "../config/load";
import { EnvironmentLock, LockHeldError, newLock } from "../release/lock";
import { makePlan } from "../review/make-plan";
import { reviewOfPlan } from "../review/of-plan";
import {
  requireConfigured,
  requireSameConfiguration,
  requireSameReview,
  reviewIn,
} from "../review/read-again";
import { openPlan, PLAN_FILE, type SavedPlan } from "../review/saved-plan";
import { readTraffic } from "../review/traffic-record";
import { UnsavedState } from "../state/unsaved-state";
import { timed } from "../terminal/progress";
import { RefusedError } from "../terminal/refused";
import { runAtTerminal } from "../terminal/run-at-terminal";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run apply --")
  .description(
    "Does what was reviewed, and nothing else, while it holds the environment's lock. It plans for itself: what would be\ndone now has to be what the reviewed plan says.",
  )
  .requiredOption("--plan <folder>", 'what "npm run plan" wrote')
  .requiredOption("--digest <sha256:...>", "digest of the plan, as its review says it")
  .addHelpText(
    "after",
    `
Refused, and nothing touched: another plan than the reviewed one, a blocked one, a configuration that is not this
checkout's, another account, a release or a deploy under way, traffic that moved since it was planned, and whatever else
makes it do something else now.

Exit codes: 0 applied; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused.`,
  )
  .exitOverride()
  .action(apply)
  .parseAsync()
  .catch(end);

async function apply(options: { readonly plan: string; readonly digest: string }): Promise<void> {
  const opened = openPlan(resolve(options.plan), options.digest);
  const { suffix, stateBucket } = opened;
  // The bucket is not taken from the plan alone: its maker would choose whose state and lock these are.
  const STATE_BUCKET = loadStateBucket(process.env.STATE_BUCKET);
  const env = { ...process.env, STATE_BUCKET };
  await requireConfigured(opened, env);
  const aws = awsClients();
  const { arn } = await signedIn(aws.sts, opened.accountId);
  const lock = new EnvironmentLock(aws.s3, stateBucket, suffix);
  const requireTraffic = async () => {
    const now = await readTraffic(aws.elb, aws.ssm, suffix);
    if (!isDeepStrictEqual(now, opened.traffic)) throw moved(opened.traffic, now);
  };
  const unsaved = new UnsavedState(suffix);
  unsaved.refuse();
  const held = await lock.read();
  if (held !== undefined) throw new LockHeldError(held); // before it has planned for nothing
  await requireTraffic();

  const secret = mkdtempSync(join(tmpdir(), "plan-")); // a plan holds what the state holds
  try {
    const directory = join(secret, suffix);
    const { terraform, ...made } = await makePlan({
      suffix,
      directory,
      env: { ...env, ENVIRONMENT_SUFFIX: suffix },
      onPhase: timed(),
    });
    requireSameConfiguration(opened, made.configurationJson);
    const review = reviewOfPlan({ ...opened, ...made, lock: undefined });
    requireSameReview(await reviewIn(terraform, opened), review);
    if (review.blocking.length > 0) {
      throw new RefusedError(
        `this plan is blocked: the data of ${review.blocking.join(", ")} would be lost; its review says how to allow that`,
      );
    }
    process.exitCode = await lock.holding(
      newLock("deploy", arn),
      async () => {
        await requireTraffic();
        const args = [`-chdir=${terraform.folder}`, "apply", "-input=false", join(directory, PLAN_FILE)];
        return (await runAtTerminal(terraform.program, args, { env })) === 0 ? 0 : EXIT_FAILED;
      },
      () => unsaved.keeps(),
    );
  } finally {
    rmSync(secret, { recursive: true });
  }
}

const moved = (planned: SavedPlan["traffic"], now: SavedPlan["traffic"]) =>
  new RefusedError(
    `traffic moved since this was planned, and applying it would move it back: plan anew\n  planned: ${JSON.stringify(planned)}\n  now:     ${JSON.stringify(now)}`,
  );
