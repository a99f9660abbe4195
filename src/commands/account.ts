import { resolve } from "node:path";
import { STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT_FILE, ACCOUNT_STACK, loadAccount } from "../account/settings";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { runApply } from "../deploy/apply-plan";
import { describeInterrupted } from "../deploy/interrupted";
import { inTemporaryFolder } from "../files/own-folder";
import { terminalReview } from "../review/for-terminal";
import { reviewOfPlan } from "../review/of-plan";
import { loadStateBucket } from "../settings/load";
import { appearanceOf } from "../terminal/appearance";
import { confirm, requireTerminal } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { Display } from "../terraform/display";
import { requireOneIdentity, terraformEnvironment } from "../terraform/environment";
import { requireSameIdentity } from "../terraform/identity";
import { makePlan } from "../terraform/plan";
import { UnsavedState } from "../terraform/unsaved-state";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_NOTHING, EXIT_REFUSED, end } from "./end";

const app = {
  name: "account",
  main: "src/account/main.ts",
  folder: (outdir: string) => resolve(outdir, "stacks", ACCOUNT_STACK),
};

type Operation = "deploy" | "destroy" | "plan";

const program = new Command("npm run account --")
  .description(
    "Plans, deploys or destroys the account's stack: the roles that GitHub's workflows assume, and their permissions boundaries.",
  )
  .addHelpText(
    "after",
    `
The account's settings are in ${ACCOUNT_FILE}, or in the file that ACCOUNT_FILE names; the state is in STATE_BUCKET.

Exit codes: 0 done, or nothing to do; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused or answered no, nothing was touched;
${EXIT_NOTHING} destroy: the state holds no resource; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride();

program
  .command("plan")
  .description("plan a deployment of the account's stack, and show the review")
  .exitOverride()
  .action(() => run("plan"));
for (const operation of ["deploy", "destroy"] as const) {
  program
    .command(operation)
    .description(`plan, show the review, ask, ${operation}`)
    .option("--auto-approve", "do not ask", false)
    .exitOverride()
    .action((options: { autoApprove: boolean }) => run(operation, options.autoApprove));
}
program.parseAsync().catch(end);

async function run(operation: Operation, autoApprove = false): Promise<void> {
  const { signal } = interruption();
  const env = terraformEnvironment(process.env);
  requireOneIdentity(env);
  const { accountId } = loadAccount(env.ACCOUNT_FILE ?? ACCOUNT_FILE);
  const stateBucket = loadStateBucket(env.STATE_BUCKET);
  if (operation !== "plan" && !autoApprove) requireTerminal(operation, "-- --auto-approve");
  const me = await signedIn(new STSClient(CLIENT), accountId);
  const unsaved = new UnsavedState(app.folder("cdktf.out"));
  unsaved.refuse();
  const display = new Display();
  display.print(`${operation} GitHub's roles in account ${accountId}, as ${me.arn}`);
  await inTemporaryFolder("plan", async (directory) => {
    const destroy = operation === "destroy";
    const made = await makePlan({
      app,
      directory,
      destroy,
      env,
      signal,
      onPhase: display.phase,
      onEvent: display.planning,
      onText: display.print,
    });
    display.end();
    requireSameIdentity(made.planJson, me);
    const review = reviewOfPlan({
      ...made,
      suffix: ACCOUNT_STACK,
      accountId,
      traffic: { parameter: null, weights: {} }, // the account's stack has no listener
      lock: undefined,
      allowed: [],
    });
    console.log(`\n${terminalReview(review, appearanceOf(process.stdout, process.env))}\n`);
    if (destroy && review.verdict === "no changes") {
      console.error(`nothing to destroy: the state in ${stateBucket} holds no resource`);
      process.exitCode = EXIT_NOTHING;
    }
    if (operation === "plan" || review.verdict === "no changes") return;
    await confirm(
      { yes: autoApprove },
      `${operation} these roles in account ${accountId}, state in ${stateBucket}`,
    );
    signal.throwIfAborted();
    const { outputs } = await runApply(made, { operation, signal, display }).catch((error: Error) => {
      if (!unsaved.keeps() && signal.aborted) {
        const { applyEnd } = made.terraform;
        display.print(`interrupted: ${describeInterrupted(`npm run account -- ${operation}`, applyEnd)}`);
      }
      throw error;
    });
    for (const [name, value] of Object.entries(outputs)) console.log(`${name}  ${value}`);
  });
}
