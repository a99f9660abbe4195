import { RDSClient } from "@aws-sdk/client-rds";
import { CLIENT } from "../aws/client-options";
import { notAsConfigured } from "../deploy/follow-services";
import { openEnvironment, readInput } from "../deploy/open-environment";
import { readOrigin, refuseOrigin } from "../deploy/origin";
import { resourceName } from "../naming/names";
import { comparisonText } from "../restore/compared";
import { readSource, restoreCopy } from "../restore/restore-copy";
import { outsideCalls } from "../restore/settings-of-copy";
import { requireNoCluster, writeCopy } from "../restore/write-copy";
import { loadSettings, namesIn, SETTINGS_DIRECTORY } from "../settings/load";
import { toSecond } from "../settings/restore-from";
import { requireTerminal } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { duration } from "../terminal/live";
import { RefusedError } from "../terminal/refused";
import { styled } from "../terminal/styled";
import { parsePositive, parseSnapshot, parseSuffix, parseTime } from "./arguments";
import { Command } from "./command";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_NOT_AS_CONFIGURED, EXIT_REFUSED, end } from "./end";

interface Options {
  readonly from: string;
  readonly to: string;
  readonly at?: Date;
  readonly snapshot?: string;
  readonly autoApprove: boolean;
  readonly parallelism?: number;
}

new Command("npm run restore --")
  .description(
    "Restores an environment's database into a new environment, deploys the new environment, and compares the data. A task in the source environment reads its database.",
  )
  .requiredOption("--from <suffix>", "the source of the database and the settings", parseSuffix)
  .requiredOption("--to <suffix>", "the new environment", parseSuffix)
  .option("--at <time>", "the point in time to restore, such as 2026-11-26T10:00Z (UTC)", parseTime)
  .option("--snapshot <arn>", "the cluster snapshot to restore, instead of --at", parseSnapshot)
  .option("--auto-approve", "do not ask", false)
  .option(
    "--parallelism <count>",
    "number of resources that Terraform reads or changes at once (default: 10)",
    parsePositive,
  )
  .addHelpText(
    "after",
    `
The command writes environments/<to>.json, plans, shows the review, asks, deploys and migrates. Then it prints the number of rows, the
newest time and the hash of each table, beside the source's. The application also runs in the new environment, with the
source's secrets, unless you change environments/<to>.json. For a snapshot the command deploys twice. If it was interrupted or failed, run
the same command again: it continues.

Exit codes: 0 restored, and compared if the source could be read; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused before any change in AWS, or answered no;
${EXIT_BLOCKED} blocked, data of an earlier restore would be lost; ${EXIT_NOT_AS_CONFIGURED} restored as with 0, but a color does not run the configured task
definition or could not be read, or the release controller has a problem or could not be asked; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(restore)
  .parseAsync()
  .catch(end);

async function restore({ from, to, at, snapshot, autoApprove, parallelism }: Options): Promise<void> {
  interruption(); // installs the signal handlers before anything else
  if ((at === undefined) === (snapshot === undefined)) {
    throw new RefusedError("give either --at <time> or --snapshot <arn>");
  }
  if (from === to) {
    throw new RefusedError(`--to has to be the suffix of a new environment, but ${to} is the source`);
  }
  readInput(process.env, { suffix: from, changes: true });
  if (!autoApprove) requireTerminal("restore", "-- --auto-approve");
  const say = (line: string) => console.error(styled(line));
  const began = Date.now();
  const { config } = await openEnvironment(process.env, { suffix: from, changes: true });
  const rds = new RDSClient(CLIENT);
  const restoreFrom = at
    ? { cluster: resourceName(from, "aurora-cluster"), at: toSecond(at) }
    : { snapshotArn: snapshot ?? "" };
  const origin = await readOrigin(rds, restoreFrom);
  const { engineVersion } = origin;
  refuseOrigin(origin, { ...config.database, engineVersion, restoreFrom });
  if (!namesIn(SETTINGS_DIRECTORY).includes(`${to}.json`)) await requireNoCluster(rds, to);
  await writeCopy(from, { suffix: to, restoreFrom, engineVersion, isDrill: false }, say);
  const warning = outsideCalls(to, loadSettings({ suffix: to, directory: SETTINGS_DIRECTORY }));
  if (warning !== undefined) {
    say(
      `${warning}: if such a call does harm, stop this command now, change ${SETTINGS_DIRECTORY}/${to}.json, and run the same command again`,
    );
  }
  const restored = await restoreCopy({ suffix: to, isFromSnapshot: !at, autoApprove, parallelism, say });
  if (restored.kind === "blocked") {
    say(
      `blocked, ${restored.again ? `the second deployment changed nothing, so IAM authentication is off in ${to}` : "nothing was changed"}: the data of ${restored.blocking.join(" ")} would be lost; see docs/runbooks/review.md#blocked`,
    );
    process.exitCode = EXIT_BLOCKED;
    return;
  }
  const source = await readSource(from, say);
  const origins = at ? `${restoreFrom.cluster} as it was at ${toSecond(at)}` : snapshot;
  console.log(
    styled(
      [
        `restored ${to} from ${origins}, in ${duration(Date.now() - began)}`,
        comparisonText(restored.content, source && { label: `${from} now`, content: source }),
        `next: remove database.restoreFrom from ${SETTINGS_DIRECTORY}/${to}.json, which changes nothing in AWS; when you no longer need ${to}: npm run destroy -- --suffix ${to}`,
      ].join("\n"),
    ),
  );
  if (restored.problems.length > 0) {
    console.error(notAsConfigured(to, restored.problems));
    process.exitCode = EXIT_NOT_AS_CONFIGURED;
  }
}
