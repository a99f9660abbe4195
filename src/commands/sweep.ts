import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { EnvironmentLock, LockHeldError, newLock } from "../lock/lock";
import { requireSuffix } from "../settings/explicit";
import { loadEnvironment, SETTINGS_DIRECTORY } from "../settings/load";
import { hadState, storedStates } from "../state/stored-state";
import { isRemovable, type Refused, remove, stillThere } from "../sweep/remove";
import { type SweepReport, sweepJson, sweepText, type Verdict, verdictOf } from "../sweep/report";
import { sweep } from "../sweep/sweep";
import { confirm } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { live } from "../terminal/live";
import { afterChange, RefusedError } from "../terminal/refused";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const LEFTOVERS = 3;
const UNSEEN = 4;
const STILL_DEPLOYED = 5;
const EXIT: Readonly<Record<Verdict, number>> = {
  certificate: 0,
  unanswered: EXIT_FAILED,
  leftovers: LEFTOVERS,
  unseen: UNSEEN,
  deployed: LEFTOVERS,
};

/**
 * If a resource of one of these types still exists, the sweep removes nothing. That resource may still use the resources that the sweep
 * would remove.
 */
const RUNS = ["ECS service", "Elastic Load Balancing load balancer", "RDS cluster", "RDS instance"];

/** The error if the removal of resources is refused because the environment is still deployed. */
class StillDeployedError extends RefusedError {
  public override readonly name = "StillDeployedError";
}

interface Options {
  readonly suffix?: string;
  readonly delete: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

new Command("npm run sweep --")
  .description(
    "Looks for the resources that a destroyed environment left behind in its account, by tag and by name. Lists them, or certifies that nothing is left.",
  )
  .option("--suffix <suffix>", "the environment that was destroyed (default: ENVIRONMENT_SUFFIX)")
  .option(
    "--delete",
    "remove leftovers without application data: log groups, task definitions, alarms, ...",
    false,
  )
  .option("--yes", "do not ask before --delete", false)
  .option("--json", "print JSON for scripts", false)
  .addHelpText(
    "after",
    `
The environment's state and lock are in STATE_BUCKET. The sweep never removes databases, snapshots, keys, buckets and
secrets, but prints the commands that remove them.

Exit codes: 0 nothing is left; ${EXIT_FAILED} failed, or AWS did not answer all calls; ${EXIT_REFUSED} refused, nothing was changed;
${LEFTOVERS} something is left, also if AWS refused to remove it; ${UNSEEN} there is no trace of this suffix: no state, no older
version of a state, no release document, no resources, and nothing that AWS has deleted and still lists;
${STILL_DEPLOYED} --delete refused: the environment is still deployed; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    end(error);
    if (error instanceof StillDeployedError) process.exitCode = STILL_DEPLOYED;
  });

async function main(options: Options): Promise<void> {
  const { signal, leaves } = interruption();
  const suffix = options.suffix ?? requireSuffix(process.env, SETTINGS_DIRECTORY);
  const { config } = loadEnvironment({
    suffix,
    stateBucket: process.env.STATE_BUCKET,
    directory: SETTINGS_DIRECTORY,
  });
  const client = { ...CLIENT, maxAttempts: 8 }; // the sweep makes all calls at the same time, so AWS throttles some of them
  const s3 = new S3Client(client);
  const { arn: who, accountId } = await signedIn(new STSClient(client), config.accountId);
  const lock = new EnvironmentLock(s3, config.stateBucket, suffix);

  const readState = async () => {
    const {
      states,
      unreadable,
      locked,
      documents: keys,
    } = await storedStates(s3, config.stateBucket, `${suffix}/`);
    const documents = keys.map((key) => `s3://${config.stateBucket}/${key}`);
    if (unreadable[0] !== undefined) throw new RefusedError(unreadable[0].description);
    if (locked.length > 0) {
      throw new RefusedError(
        `Terraform is changing ${suffix}, or was killed before it had finished: its state is locked; see docs/runbooks/stuck-lock.md`,
      );
    }
    const [state] = states;
    return state === undefined
      ? { documents, deployed: 0, hadState: await hadState(s3, config.stateBucket, suffix) }
      : { documents, deployed: state.resources, stateWritten: state.lastChanged.toISOString() };
  };
  const look = async (refused: readonly Refused[] = []): Promise<SweepReport> => {
    const state = await readState();
    const progress = live();
    const onProgress = (done: number, total: number, type: string) =>
      progress.show([`asked AWS ${done} of ${total}: ${type}`]);
    const swept = await sweep({ suffix, accountId, client, onProgress }).finally(() => progress.end());
    const notRemoved = stillThere(refused, swept);
    return { ...swept, ...state, notRemoved, suffix, accountId, who, at: new Date().toISOString() };
  };
  const print = (report: SweepReport) => {
    console.log(options.json ? sweepJson(report) : sweepText(report));
    process.exitCode = EXIT[verdictOf(report)];
  };
  const refuseDeployed = (deployed: number) => {
    if (deployed === 0) return;
    throw new StillDeployedError(
      `${suffix} is still deployed: its state contains ${deployed} resources; destroy it first: npm run destroy`,
    );
  };

  const held = await lock.read();
  if (held !== undefined) throw new LockHeldError(held);
  const report = await look();
  if (!options.delete) return print(report);

  refuseDeployed(report.deployed);
  const running = report.leftovers.filter(({ type }) => RUNS.includes(type));
  if (running.length > 0) {
    throw new RefusedError(
      `${suffix} still has running resources that are not in its state (is ${config.stateBucket} the right STATE_BUCKET?): ` +
        `first remove ${running.map(({ type, id }) => `${type} ${id}`).join(", ")}`,
    );
  }
  const removable = report.leftovers.filter(isRemovable);
  // If a call failed, nothing is removed, because the environment may still be running.
  if (removable.length === 0 || verdictOf(report) === "unanswered") return print(report);
  if (!options.json) console.log(`${sweepText(report)}\n`);
  await confirm(options, `remove ${removable.length} of ${report.leftovers.length} leftovers of ${suffix}`);

  leaves(
    `the sweep's lock of ${suffix} may remain; free it with: npm run release -- unlock --suffix ${suffix}`,
  );
  await lock.holding(newLock("sweep", who), async (lost) => {
    refuseDeployed((await readState()).deployed); // somebody may have deployed since the first check
    const refused = await remove(client, removable, AbortSignal.any([signal, lost])); // removals that have begun finish even after an interruption
    lost.throwIfAborted();
    print(
      await look(refused).catch((error: Error) => {
        throw afterChange(error);
      }),
    );
  });
  leaves("");
  signal.throwIfAborted();
}
