import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RDSClient } from "@aws-sdk/client-rds";
import { CLIENT } from "../aws/client-options";
import { changeEnvironment } from "../deploy/change-environment";
import { openEnvironment, readInput } from "../deploy/open-environment";
import { readOrigin } from "../deploy/origin";
import { requireNoFile } from "../init/write";
import { resourceName } from "../naming/names";
import { certificateName, certificateText, type Drill, isProof, whyNoProof } from "../restore/certificate";
import { compareContent, comparisonText } from "../restore/compared";
import { readContent } from "../restore/read-content";
import { untilRestorable } from "../restore/restorable";
import { restoreCopy } from "../restore/restore-copy";
import { outsideCalls } from "../restore/settings-of-copy";
import { requireNoCluster, writeCopy } from "../restore/write-copy";
import { SETTINGS_DIRECTORY } from "../settings/load";
import { toSecond } from "../settings/restore-from";
import { confirm, requireTerminal } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { duration } from "../terminal/live";
import { afterChange } from "../terminal/refused";
import { styled } from "../terminal/styled";
import { parsePositive, parseSuffix } from "./arguments";
import { Command } from "./command";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_REFUSED, end } from "./end";

interface Options {
  readonly from: string;
  readonly to: string;
  readonly autoApprove: boolean;
  readonly parallelism?: number;
}

new Command("npm run drill --")
  .description(
    "Proves that an environment's database can be restored: restores its present data into a new environment, compares the tables, destroys the new environment, and writes a certificate.",
  )
  .requiredOption("--from <suffix>", "the environment with the database; it is only read", parseSuffix)
  .option("--to <suffix>", "the new environment for the drill", parseSuffix, "drill")
  .option("--auto-approve", "do not ask", false)
  .option(
    "--parallelism <count>",
    "number of resources that Terraform reads or changes at once (default: 10)",
    parsePositive,
  )
  .addHelpText(
    "after",
    `
A drill takes about an hour, and the drill's environment costs as much as the source for that time. The application also runs in the
drill's environment, with the source's secrets. The certificate contains counts, hashes and times, but no data. Against an emulator, the
drill writes no certificate.

Exit codes: 0 all compared tables are the same; ${EXIT_FAILED} failed, the drill's environment may still exist; ${EXIT_REFUSED} refused before
any change, or answered no; ${EXIT_BLOCKED} a table differs or cannot be compared, or there is no table; ${EXIT_INTERRUPTED} interrupted, the
drill's environment may still exist.`,
  )
  .exitOverride()
  .action(drill)
  .parseAsync()
  .catch(end);

async function drill({ from, to, autoApprove, parallelism }: Options): Promise<void> {
  const { signal, leaves } = interruption();
  requireNoFile(SETTINGS_DIRECTORY, to);
  readInput(process.env, { suffix: from, changes: true });
  if (!autoApprove) requireTerminal("drill", "-- --auto-approve");
  const say = (line: string) => console.error(styled(line));
  const { me, config } = await openEnvironment(process.env, { suffix: from, changes: true });
  const began = new Date();
  const cluster = resourceName(from, "aurora-cluster");
  const rds = new RDSClient(CLIENT);
  const host = hostOf(rds);
  const { engineVersion } = await readOrigin(rds, { cluster });
  await requireNoCluster(rds, to);
  // A copy lacks the source's address ranges: see settingsOfCopy.
  const network = { ...config.network, httpsEgressCidrBlocks: [] };
  const warning = outsideCalls(to, { ...config, network });
  if (warning !== undefined) {
    say(
      `${warning}: if such a call does harm, stop this drill. Run npm run restore instead, and answer no to its question. Then change the settings file that npm run restore wrote (for example the secrets), and run the same npm run restore again`,
    );
  }
  await confirm({ yes: autoApprove }, `restore ${cluster} into ${to}, and destroy ${to} afterwards`);

  say(`reading the tables of ${from}`);
  const source = await readContent(from);
  // The time is rounded up to the next second, so that the restored database contains all rows that were read.
  const at = toSecond(new Date(Math.ceil(Date.parse(source.at) / 1000) * 1000));
  say(`waiting for some minutes, until AWS can restore the database to ${at}`);
  await untilRestorable(rds, cluster, new Date(at), signal);
  const waited = Date.now() - began.getTime();

  const restoreFrom = { cluster, at };
  const isNew = await writeCopy(from, { suffix: to, restoreFrom, engineVersion, isDrill: true }, say);
  const sayLeft = (error: Error): never => {
    say(left);
    throw error;
  };
  const left = `look at ${to}; then run npm run destroy -- --suffix ${to}, and remove ${SETTINGS_DIRECTORY}/${to}.json`;
  leaves(left);
  const started = Date.now();
  const restored = await restoreCopy({
    suffix: to,
    isFromSnapshot: false,
    autoApprove: true,
    parallelism,
    say,
  }).catch(sayLeft);
  if (restored.kind === "blocked") throw new Error(`the deployment of ${to} was blocked; ${left}`);
  const { content, problems } = restored;
  if (problems.length > 0) {
    say(
      `a problem of ${to} that the drill does not judge, because it compares only data: ${problems.join("; ")}`,
    );
  }
  const drilled: Drill = {
    ...{ from, cluster, to, at, began, waited, content, accountId: me.accountId, by: me.arn },
    restored: Date.now() - started,
    tables: compareContent(content, source),
  };
  await destroyCopy(to, parallelism, isNew).catch((error: Error) => sayLeft(afterChange(error)));
  leaves("");
  console.log(
    styled(
      [
        `restored ${cluster} as it was at ${at} into ${to}, in ${duration(drilled.restored)}; ${to} is destroyed`,
        comparisonText(content, { label: `${from} then`, content: source }),
      ].join("\n"),
    ),
  );
  if (!isProof(drilled)) {
    say(whyNoProof(drilled, source.at));
    process.exitCode = EXIT_BLOCKED;
  }
  if (!host().endsWith(".amazonaws.com")) {
    say(`rehearsed at ${host()}: no certificate is written`);
    return;
  }
  const file = certificateName(drilled);
  writeFileSync(file, certificateText(drilled), { flag: "wx" });
  say(`written ${file}; next: npm run sweep -- --suffix ${to}`);
}

/**
 * Destroys the environment that a restore drill has created.
 *
 * @param isNew true if this command wrote the environment's settings file, so that it has to remove the file
 */
async function destroyCopy(suffix: string, parallelism: number | undefined, isNew: boolean): Promise<void> {
  const changed = await changeEnvironment(await openEnvironment(process.env, { suffix, changes: true }), {
    operation: "destroy",
    autoApprove: true,
    allowed: "everything",
    parallelism,
    follow: false,
    show: () => {},
  });
  if (changed.kind !== "applied") {
    throw new Error(`nothing was destroyed: the Terraform state of ${suffix} holds no resource`);
  }
  if (isNew) rmSync(join(SETTINGS_DIRECTORY, `${suffix}.json`));
}

/**
 * Returns a function that returns the host of the client's last call. It may be a host outside of AWS, because an environment variable, a
 * profile or a file can set another endpoint.
 */
function hostOf(client: RDSClient): () => string {
  let host = "";
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args as { request?: { hostname?: string } };
      host = request?.hostname ?? "";
      return next(args);
    },
    { step: "finalizeRequest", name: "host", priority: "low" },
  );
  return () => host;
}
