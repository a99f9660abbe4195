import { CHECKS } from "../doctor/checks";
import { subjectOf } from "../doctor/subject";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { endChecked } from "./checked";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run doctor --")
  .description(
    "Checks whether this machine, the credentials and the AWS account are ready for a deployment. It changes nothing.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .option("--json", "the table as JSON", false)
  .addHelpText(
    "after",
    `
Each check has one of three results: it passes, it fails (with advice), or it cannot know (with the reason). Without credentials, a settings file or STATE_BUCKET, the
checks that need them cannot know; the other checks still run.

Exit codes: 0 no check fails (some possibly cannot know); ${EXIT_FAILED} a check fails; ${EXIT_REFUSED} bad usage; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(async ({ suffix, json }: { suffix?: string; json: boolean }) => {
    interruption();
    const named = suffix ?? (process.env.ENVIRONMENT_SUFFIX || "dev");
    await endChecked(CHECKS, subjectOf(process.env, named), { suffix: named, json });
  })
  .parseAsync()
  .catch(end);
