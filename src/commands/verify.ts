import { lookingClients } from "../aws/looking-clients";
import { openEnvironment } from "../deploy/open-environment";
import { VERIFIED } from "../doctor/verify/checks";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { endChecked } from "./checked";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run verify --")
  .description(
    "Checks a deployed environment: configuration, answers to HTTP requests, health of the tasks, logs, alarms, and subscribers to alarms. The command changes nothing.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
  .option("--json", "the table as JSON", false)
  .addHelpText(
    "after",
    `
Each check has one of three results: it passes, it fails (with advice), or it cannot know (with the reason). One check makes a plan,
which takes a minute.

Exit codes: 0 no check fails (some possibly cannot know); ${EXIT_FAILED} a check fails; ${EXIT_REFUSED} refused: bad usage, no credentials, or wrong
settings; ${EXIT_INTERRUPTED} interrupted.`,
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
