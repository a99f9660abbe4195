import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { EnvironmentLock, newLock } from "../release/lock";
import { readAgain, requireConfigured } from "../review/read-again";
import { openPlan, type SavedPlan } from "../review/saved-plan";
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
  await requireConfigured(opened, env);
  const aws = awsClients();
  const { arn } = await signedIn(aws.sts, opened.accountId);
  const lock = new EnvironmentLock(aws.s3, opened.stateBucket, opened.suffix);
  process.exitCode = await lock.holding(newLock("deploy", arn), async () => {
    const traffic = await readTraffic(aws.elb, aws.ssm, opened.suffix);
    if (!isDeepStrictEqual(traffic, opened.traffic)) throw moved(opened.traffic, traffic);
    return readAgain(opened, { env, backend: true }, async (terraform, { blocking }) => {
      if (blocking.length > 0) {
        throw new RefusedError(
          `this plan is blocked: the data of ${blocking.join(", ")} would be lost; its review says how to allow that`,
        );
      }
      const args = [`-chdir=${terraform.folder}`, "apply", "-input=false", opened.file];
      return (await runAtTerminal(terraform.program, args, { env })) === 0 ? 0 : EXIT_FAILED;
    });
  });
}

const moved = (planned: SavedPlan["traffic"], now: SavedPlan["traffic"]) =>
  new RefusedError(
    `traffic moved since this was planned, and applying it would move it back: plan anew\n  planned: ${JSON.stringify(planned)}\n  now:     ${JSON.stringify(now)}`,
  );
