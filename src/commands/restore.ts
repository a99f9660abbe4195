import { RDSClient } from "@aws-sdk/client-rds";
import { CLIENT } from "../aws/client-options";
import { notAsConfigured } from "../deploy/follow-services";
import { openEnvironment, readInput } from "../deploy/open-environment";
import { readOrigin, refuseOrigin } from "../deploy/origin";
import { resourceName } from "../naming/names";
import { comparisonText } from "../restore/compared";
import { readSource, restoreCopy } from "../restore/restore-copy";
import { requireNoCluster, writeCopy } from "../restore/write-copy";
import { namesIn, SETTINGS_DIRECTORY } from "../settings/load";
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
    "Restore an environment's database into a new environment, deploy that, and say what was restored. The source is only read.",
  )
  .requiredOption("--from <suffix>", "whose database and settings", parseSuffix)
  .requiredOption("--to <suffix>", "the new environment", parseSuffix)
  .option("--at <time>", "the second to restore to, such as 2026-11-26T10:00Z (UTC)", parseTime)
  .option("--snapshot <arn>", "a cluster snapshot to restore, instead of a time", parseSnapshot)
  .option("--auto-approve", "do not ask", false)
  .option(
    "--parallelism <count>",
    "how many resources are looked at and changed at once (default: 10)",
    parsePositive,
  )
  .addHelpText(
    "after",
    `
Writes environments/<to>.json, plans, shows the review, asks, deploys, migrates, and prints each table's rows, newest time and hash beside
the source's. After a snapshot it deploys twice. Interrupted or failed: the same command again goes on.

Exit codes: 0 restored and compared; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused before anything was touched, or answered no; ${EXIT_BLOCKED} blocked, data of
an earlier restore would be lost; ${EXIT_NOT_AS_CONFIGURED} restored and compared, but a color does not run what was configured;
${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(restore)
  .parseAsync()
  .catch(end);

async function restore({ from, to, at, snapshot, autoApprove, parallelism }: Options): Promise<void> {
  interruption(); // from the first moment on
  if ((at === undefined) === (snapshot === undefined)) {
    throw new RefusedError("say either --at <time> or --snapshot <arn>");
  }
  if (from === to) {
    throw new RefusedError(`a restore makes a new environment: ${to} is the source itself`);
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
  const restored = await restoreCopy({ suffix: to, isFromSnapshot: !at, autoApprove, parallelism, say });
  if (restored.kind === "blocked") {
    say(`blocked, nothing was touched: docs/runbooks/review.md#blocked has ${restored.blocking.join(" ")}`);
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
        `next: take database.restoreFrom out of ${SETTINGS_DIRECTORY}/${to}.json, which changes nothing; npm run destroy -- --suffix ${to} when it was compared`,
      ].join("\n"),
    ),
  );
  if (restored.problems.length > 0) {
    console.error(notAsConfigured(to, restored.problems));
    process.exitCode = EXIT_NOT_AS_CONFIGURED;
  }
}
