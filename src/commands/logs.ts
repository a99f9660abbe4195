import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { STSClient } from "@aws-sdk/client-sts";
import { InvalidArgumentError, Option } from "commander";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { logLine } from "../logs/line";
import { LOG_GROUPS, type LogName, NoLogGroupError, readLog } from "../logs/read";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { parseDuration } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_NOTHING, EXIT_REFUSED, end } from "./end";
import { lookAt } from "./look-at";

interface Options {
  readonly suffix?: string;
  readonly since: number;
  readonly filter?: string;
  readonly follow: boolean;
}

const command = new Command("npm run logs --")
  .description("Shows the log of a color, the migration, the release controller or the database.")
  .argument("<what>", Object.keys(LOG_GROUPS).join(", "), parseLogName)
  .option("--follow", "also show new lines, until Ctrl-C", false)
  .addOption(
    new Option("--since <duration>", "show lines of this last time")
      .argParser(parseDuration)
      .default(600_000, "10m"),
  )
  .option("--filter <pattern>", 'only lines that match, such as ERROR or "{ $.status = 500 }"')
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .addHelpText(
    "after",
    `
The role observer is enough. Times are in UTC. Control characters of a line are printed as text, such as \\u001b.
Patterns: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

Exit codes: 0 shown; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${EXIT_NOTHING} this log group does not exist;
${EXIT_INTERRUPTED} interrupted, also at the end of --follow.`,
  )
  .exitOverride()
  .action(logs);
command.parseAsync().catch((error: Error) => {
  end(error);
  if (error instanceof NoLogGroupError) process.exitCode = EXIT_NOTHING;
});

function parseLogName(value: string): LogName {
  const name = Object.keys(LOG_GROUPS).find((it) => it === value);
  if (name === undefined) throw new InvalidArgumentError(`allowed: ${Object.keys(LOG_GROUPS).join(", ")}`);
  return name as LogName;
}

async function logs(what: LogName, { suffix: named, ...options }: Options): Promise<void> {
  const { signal } = interruption();
  process.stdout.on("error", () => process.exit(0)); // the program that reads from the pipe has ended, for example "| head"
  const { suffix, accountId } = lookAt(named, process.env);
  await signedIn(new STSClient(CLIENT), accountId);
  let shown = 0;
  await readLog(
    new CloudWatchLogsClient(CLIENT),
    { ...options, logGroupName: LOG_GROUPS[what](suffix), signal },
    (event) => {
      shown += 1;
      console.log(logLine(event));
    },
  );
  if (shown === 0)
    console.error(
      `the log of ${what} of ${suffix} has no matching lines in this time; to see the last hour, add --since 1h`,
    );
}
