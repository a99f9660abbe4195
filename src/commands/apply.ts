import { join, resolve } from "node:path";
import { applyPlan } from "../deploy/apply-plan";
import { notAsConfigured } from "../deploy/follow-services";
import { openEnvironment } from "../deploy/open-environment";
import { planEnvironment } from "../deploy/plan-environment";
import { requireTraffic } from "../deploy/require-traffic";
import { inTemporaryFolder } from "../files/own-folder";
import { LockHeldError } from "../lock/lock";
import {
  requireConfigured,
  requireSameConfiguration,
  requireSameReview,
  reviewIn,
} from "../review/read-again";
import { openPlan } from "../review/saved-plan";
import { readTraffic } from "../review/traffic-record";
import { loadStateBucket } from "../settings/load";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { Display } from "../terraform/display";
import { NOT_FOLLOWED, noWait } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_NOT_AS_CONFIGURED, EXIT_REFUSED, end } from "./end";

const command = new Command("npm run apply --")
  .description(
    "Makes a new plan, and applies the new plan if the new plan's review is the same as the saved plan's review. If the reviews differ, the command refuses.\nDuring the apply, the command holds the environment's lock.",
  )
  .requiredOption("--plan <folder>", 'the folder that "npm run plan" wrote')
  .requiredOption("--digest <sha256:...>", "the plan's digest, from its review")
  .addOption(noWait())
  .addHelpText(
    "after",
    `
The command is refused, and changes nothing, if the plan has another digest or is blocked, if this checkout has another
configuration, if the credentials are of another account, while a release or a deployment is under way, if traffic moved since
the plan, or if the plan would have other effects now.

After Ctrl-C, the command waits until Terraform has ended, and prints what it saw of the state and the locks. A second Ctrl-C
ends the command at once, and locks may remain.

Exit codes: 0 applied; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${EXIT_NOT_AS_CONFIGURED} a color does not run the
configured task definition (ECS rolled it back, or has not finished within 20 minutes), or cannot be
read, or the release controller has a problem; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(apply);
command.parseAsync().catch(end);

interface Options {
  readonly plan: string;
  readonly digest: string;
  readonly wait: boolean;
}

async function apply(options: Options): Promise<void> {
  const { signal } = interruption();
  const opened = openPlan(resolve(options.plan), options.digest);
  const { suffix } = opened;
  // The name of the state bucket is read from STATE_BUCKET, and not from the plan. Otherwise the person who made the plan could choose the
  // state and the lock.
  const STATE_BUCKET = loadStateBucket(process.env.STATE_BUCKET);
  const environment = await openEnvironment({ ...process.env, STATE_BUCKET }, { suffix, changes: true });
  const { aws, lock, unsaved, me, title } = environment;
  if (me.accountId !== opened.accountId) {
    throw new RefusedError(
      `signed in to account ${me.accountId}, but the plan is for account ${opened.accountId}`,
    );
  }
  // If ENVIRONMENT_SUFFIX is set, it has to be equal to the plan's suffix.
  const { ENVIRONMENT_SUFFIX = suffix } = process.env;
  await requireConfigured(opened, { ...environment.env, ENVIRONMENT_SUFFIX }, signal);
  unsaved.refuse();
  const held = await lock.read();
  if (held !== undefined) throw new LockHeldError(held); // refuse before the plan, which is slow
  await requireTraffic(opened.traffic, readTraffic(aws.elb, aws.ssm, suffix));

  const display = new Display();
  display.print(`apply ${title}`);
  // The plan is written into a temporary folder, because a plan file contains the same secrets as the state.
  const problems = await inTemporaryFolder("plan", async (secret) => {
    const planned = await planEnvironment(environment, {
      directory: join(secret, suffix),
      destroy: false,
      allowed: opened.allowed,
      signal,
      display,
    });
    requireSameConfiguration(opened, planned.configurationJson);
    if (planned.review.verdict === "no changes") {
      throw new RefusedError(
        "nothing is left to apply: the plan was applied already, or somebody else made the same changes",
      );
    }
    requireSameReview(await reviewIn(planned.terraform, opened), planned.review);
    if (planned.review.blocking.length > 0) {
      throw new RefusedError(
        `this plan is blocked: the data of ${planned.review.blocking.join(", ")} would be lost; the plan's review says how to allow the loss`,
      );
    }
    const props = { operation: "deploy", signal, display, follow: options.wait } as const;
    return (await applyPlan(environment, { ...planned, saved: opened }, props)).problems;
  });
  if (problems.length > 0) {
    console.error(notAsConfigured(suffix, problems));
    process.exitCode = EXIT_NOT_AS_CONFIGURED;
    return;
  }
  if (!options.wait) console.error(NOT_FOLLOWED);
  console.log(`applied what was reviewed to ${suffix} in ${display.elapsed}`);
}
