import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { runMigration } from "../migrate/run-migration";
import { requireSettingsFile, requireSuffix } from "../settings/explicit";
import { loadSettings, SETTINGS_DIRECTORY } from "../settings/load";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { duration } from "../terminal/live";
import { RefusedError } from "../terminal/refused";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run migrate --")
  .description("Runs the environment's migration task, shows its log, and waits for its end.")
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
  .addHelpText(
    "after",
    `
Both colors share one database: expand the schema before a release, and contract it after the release.

Exit codes: 0 migrated; ${EXIT_FAILED} failed, or ECS reports no exit code; ${EXIT_REFUSED} refused, no task was started;
${EXIT_INTERRUPTED} interrupted (if the task has started, it continues in AWS).`,
  )
  .action(async (options: { suffix?: string }) => {
    const suffix = options.suffix ?? requireSuffix(process.env, SETTINGS_DIRECTORY);
    const { accountId } = loadSettings({ suffix, directory: SETTINGS_DIRECTORY });
    requireSettingsFile(suffix, SETTINGS_DIRECTORY);
    await signedIn(new STSClient(CLIENT), accountId);
    const started = Date.now();
    let running = "its ARN is not known yet";
    const mayRun = () => `if the task has started, it continues in AWS: ${running}`;
    interruption().signal.addEventListener("abort", () => {
      console.error(mayRun());
      process.exit(EXIT_INTERRUPTED);
    });
    const { taskArn, exitCode, ending } = await runMigration({
      suffix,
      onLog: (line) => console.log(line),
      onStatus: (status, arn) => {
        running = arn;
        console.error(`${duration(Date.now() - started).padStart(12)}  ${status}`);
      },
    }).catch((error: Error) => {
      if (!(error instanceof RefusedError)) console.error(mayRun());
      throw error;
    });
    if (exitCode === 0) {
      console.error(`migrated ${suffix}: ${taskArn}`);
    } else {
      console.error(`the migration of ${suffix} ended with ${ending}\n${taskArn}`);
      process.exitCode = EXIT_FAILED;
    }
  })
  .exitOverride()
  .parseAsync()
  .catch(end);
