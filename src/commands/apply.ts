import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import { awsClients, signedIn } from "../release/aws";
import { EnvironmentLock, LockHeldError, newLock } from "../release/lock";
import { FILES, openPlan, type SavedPlan } from "../review/saved-plan";
import { readTraffic } from "../review/traffic-record";
import { RefusedError } from "../terminal/refused";
import { runAtTerminal } from "../terminal/run-at-terminal";

const EXIT_FAILED = 1;
const EXIT_REFUSED = 2;

new Command("npm run apply --")
  .description(
    "Applies exactly the plan that was reviewed, while it holds the environment's lock. Plans nothing anew.",
  )
  .requiredOption("--plan <folder>", 'what "npm run plan" wrote')
  .requiredOption("--digest <sha256:...>", "digest of the plan, as its review says it")
  .addHelpText(
    "after",
    `
Refused, and nothing touched: another plan than the reviewed one, a blocked one, another account, a release or a deploy
under way, traffic that moved since it was planned. Terraform itself refuses a plan whose state has changed since.

Exit codes: 0 applied; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused.`,
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_REFUSED))
  .action(apply)
  .parseAsync()
  .catch((error: Error) => {
    const refused = [RefusedError, LockHeldError].some((type) => error instanceof type);
    console.error(refused ? error.message : `${error.name}: ${error.message}`);
    process.exitCode = refused ? EXIT_REFUSED : EXIT_FAILED;
  });

async function apply({ plan, digest }: { readonly plan: string; readonly digest: string }): Promise<void> {
  const directory = resolve(plan);
  const saved = openPlan(directory, digest);
  if (saved.verdict === "blocked") {
    throw new RefusedError("this plan is blocked: data would be lost; its review says how to allow that");
  }
  const aws = awsClients();
  const who = await signedIn(aws.sts, saved.accountId);
  const lock = new EnvironmentLock(aws.s3, saved.stateBucket, saved.suffix);
  process.exitCode = await lock.holding(newLock("deploy", who), async () => {
    const traffic = await readTraffic(aws.elb, aws.ssm, saved.suffix);
    if (!isDeepStrictEqual(traffic, saved.traffic)) throw moved(saved.traffic, traffic);
    return terraformApply(directory);
  });
}

const moved = (planned: SavedPlan["traffic"], now: SavedPlan["traffic"]) =>
  new RefusedError(
    `traffic moved since this was planned, and applying it would move it back: plan anew\n  planned: ${JSON.stringify(planned)}\n  now:     ${JSON.stringify(now)}`,
  );

/** @returns 0 or {@link EXIT_FAILED} */
async function terraformApply(directory: string): Promise<number> {
  const program = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const working = mkdtempSync(join(tmpdir(), "apply-"));
  const terraform = (...args: string[]) =>
    runAtTerminal(program, [`-chdir=${working}`, ...args], { env: process.env });
  try {
    copyFileSync(join(directory, FILES.configuration), join(working, FILES.configuration));
    copyFileSync(join(directory, FILES.providers), join(working, ".terraform.lock.hcl"));
    // Read-only: the providers are those that it was planned with, or none.
    const code =
      (await terraform("init", "-input=false", "-lockfile=readonly")) ||
      (await terraform("apply", "-input=false", join(directory, FILES.plan)));
    return code === 0 ? 0 : EXIT_FAILED;
  } finally {
    rmSync(working, { recursive: true });
  }
}
