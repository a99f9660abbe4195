import { CHECKS } from "../doctor/checks";
import { subjectOf } from "../doctor/subject";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { endChecked } from "./checked";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run doctor --")
  .description(
    "Looks at what a deployment needs: this machine, the credentials, and the AWS account. It changes nothing.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .option("--json", "the table as JSON", false)
  .addHelpText(
    "after",
    `
Each check passes, fails with what to do, or cannot know with why. Without credentials, a settings file or STATE_BUCKET, what
needs them cannot be known, and the rest is answered all the same.

Exit codes: 0 nothing fails, and what cannot be known is counted; ${EXIT_FAILED} something fails; ${EXIT_REFUSED} bad usage;
${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(async ({ suffix, json }: { suffix?: string; json: boolean }) => {
    interruption();
    const named = suffix ?? (process.env.ENVIRONMENT_SUFFIX || "dev");
    await endChecked(CHECKS, subjectOf(process.env, named), { suffix: named, json });
  })
  .parseAsync()
  .catch(end);
