import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { comment, SUMMARY_BYTES } from "../review/comment";
import { terminalReview } from "../review/for-terminal";
import { requireConfigured, reviewAgain } from "../review/read-again";
import { openPlan } from "../review/saved-plan";
import { appearanceOf } from "../terminal/appearance";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { terraformEnvironment } from "../terraform/environment";
import { Command } from "./command";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const command = new Command("npm run review --")
  .description(
    "Reviews the contents of a saved plan with this checkout's code, before somebody approves the plan.",
  )
  .requiredOption("--plan <folder>", 'the folder that "npm run plan" wrote')
  .requiredOption("--digest <sha256:...>", "the plan's digest, from its review")
  .addHelpText(
    "after",
    `
The command needs no AWS account. The review is also written to the file that GITHUB_STEP_SUMMARY names.

Exit codes: 0 reviewed; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused: the plan has another digest, or this checkout has another configuration;
${EXIT_BLOCKED} blocked: data would be lost, and nobody allowed the loss; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(review);
command.parseAsync().catch(end);

async function review({ plan, digest }: { readonly plan: string; readonly digest: string }): Promise<void> {
  const { signal } = interruption();
  const env = terraformEnvironment(process.env);
  const opened = openPlan(resolve(plan), digest);
  await requireConfigured(opened, env, signal);
  const reviewed = await reviewAgain(opened, env, signal);
  if (env.GITHUB_STEP_SUMMARY) {
    appendFileSync(env.GITHUB_STEP_SUMMARY, comment(reviewed, digest, SUMMARY_BYTES));
  }
  console.log(terminalReview(reviewed, appearanceOf(process.stdout, process.env)));
  if (reviewed.blocking.length > 0) process.exitCode = EXIT_BLOCKED;
}
