import { lookingClients } from "../aws/looking-clients";
import { openEnvironment } from "../deploy/open-environment";
import { VERIFIED } from "../doctor/verify/checks";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { endChecked } from "./checked";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run verify --")
  .description(
    "Looks at what was deployed: whether it runs as configured, answers, is healthy, logs, and tells people. It changes nothing.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
  .option("--json", "the table as JSON", false)
  .addHelpText(
    "after",
    `
Each check passes, fails with what to do, or cannot know with why. It plans once, which takes a minute.

Exit codes: 0 nothing fails, and what cannot be known is counted; ${EXIT_FAILED} something fails; ${EXIT_REFUSED} refused: bad usage, no
credentials, or settings that are wrong; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(async ({ suffix: named, json }: { suffix?: string; json: boolean }) => {
    interruption();
    const environment = await openEnvironment(process.env, { suffix: named, changes: true });
    const { suffix } = environment.config;
    await endChecked(VERIFIED, { environment, aws: lookingClients() }, { suffix, json });
  })
  .parseAsync()
  .catch(end);
