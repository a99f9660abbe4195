import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { loadStateBucket } from "../config/load";
import { EnvironmentLock, newLock } from "../release/lock";
import { readAgain, requireConfigured } from "../review/read-again";
import { requireSameState } from "../review/same-state";
import { openPlan, PLAN_FILE, type SavedPlan } from "../review/saved-plan";
import { readTraffic } from "../review/traffic-record";
import { RefusedError } from "../terminal/refused";
import { runAtTerminal } from "../terminal/run-at-terminal";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run apply --")
  .description(
    "Applies exactly the plan that was reviewed, while it holds the environment's lock. Plans nothing anew.",
  )
  .requiredOption("--plan <folder>", 'what "npm run plan" wrote')
  .requiredOption("--digest <sha256:...>", "digest of the plan, as its review says it")
  .addHelpText(
    "after",
    `
Refused, and nothing touched: another plan than the reviewed one, a blocked one, a configuration that is not this
checkout's, another account, a release or a deploy under way, traffic that moved since it was planned. Terraform itself
refuses a plan whose state has changed since.

Exit codes: 0 applied; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused.`,
  )
  .exitOverride()
  .action(apply)
  .parseAsync()
  .catch(end);

async function apply({ plan, digest }: { readonly plan: string; readonly digest: string }): Promise<void> {
  const { env } = process;
  const opened = openPlan(resolve(plan), digest);
  // Not from the plan: its maker would choose whose state and lock these are.
  loadStateBucket(env.STATE_BUCKET);
  await requireConfigured(opened, env);
  const aws = awsClients();
  const { arn } = await signedIn(aws.sts, opened.accountId);
  const lock = new EnvironmentLock(aws.s3, opened.stateBucket, opened.suffix);
  process.exitCode = await readAgain(opened, { env, backend: true }, async (terraform, { blocking }) => {
    if (blocking.length > 0) {
      throw new RefusedError(
        `this plan is blocked: the data of ${blocking.join(", ")} would be lost; its review says how to allow that`,
      );
    }
    requireSameState(opened.stateJson, await terraform.read("state", "pull"));
    // Not before: from here on, Ctrl-C is Terraform's.
    return lock.holding(newLock("deploy", arn), async () => {
      const traffic = await readTraffic(aws.elb, aws.ssm, opened.suffix);
      if (!isDeepStrictEqual(traffic, opened.traffic)) throw moved(opened.traffic, traffic);
      const args = [`-chdir=${terraform.folder}`, "apply", "-input=false", PLAN_FILE];
      if ((await runAtTerminal(terraform.program, args, { env })) === 0) return 0;
      keepState(terraform.folder, opened.suffix);
      return EXIT_FAILED;
    });
  });
}

/** A state that Terraform could not save, for an expired session say, is in its folder, which is about to go. */
function keepState(folder: string, suffix: string): void {
  const unsaved = join(folder, "errored.tfstate");
  if (!existsSync(unsaved)) return;
  const kept = resolve(`errored-${suffix}-${new Date().toISOString().replaceAll(":", "-")}.tfstate`);
  copyFileSync(unsaved, kept);
  chmodSync(kept, 0o600);
  console.error(
    `the state could not be saved: what was made is known to nobody but ${kept}; docs/runbooks/restore-state.md says how to save it`,
  );
}

const moved = (planned: SavedPlan["traffic"], now: SavedPlan["traffic"]) =>
  new RefusedError(
    `traffic moved since this was planned, and applying it would move it back: plan anew\n  planned: ${JSON.stringify(planned)}\n  now:     ${JSON.stringify(now)}`,
  );
