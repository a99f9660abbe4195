import { randomUUID } from "node:crypto";
import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";
import { EnvironmentLock, type FoundLock, LockHeldError } from "../../lock/lock";
import { STALE_SECONDS } from "../../lock/signs-of-life";
import { stateKey } from "../../naming/names";
import { isStateLocked } from "../../state/stored-state";
import { confirm } from "../../terminal/confirm";
import { RefusedError } from "../../terminal/refused";
import { UNDER_WAY } from "../controller/document";
import { typed } from "../controller/typed";
import { type Environment, namesOf } from "./environment";
import type { HistoryLine } from "./history";
import { type Clients, type Seen, storedDocument } from "./seen";

interface Options {
  readonly yes: boolean;
}

/**
 * Frees the environment's lock. The lock of a release is freed even if the release is under way. Any other lock is freed only if its holder
 * has not renewed the lock for {@link STALE_SECONDS}. The process that held the lock may have left the environment incomplete. So this
 * function depends on no part of the environment except the lock objects and the release document.
 *
 * @param by the caller's ARN
 * @throws RefusedError if the lock was renewed too recently, if Terraform may still be running, if nobody confirms, if somebody writes or
 * frees the lock meanwhile, or if these credentials have no permission to look for Terraform's lock
 */
export async function unlock(
  aws: Pick<Clients, "s3" | "logs">,
  environment: Environment & { readonly stateBucket: string },
  by: string,
  options: Options,
): Promise<void> {
  const { suffix, stateBucket } = environment;
  const lock = new EnvironmentLock(aws.s3, stateBucket, suffix);
  const found = await lock.read();
  await refuseWhileTerraformHolds(aws.s3, environment, found);
  const freed = await freeDead(lock, options, async () =>
    aboutRelease(suffix, found, await storedDocument(aws, environment)),
  );
  if (freed === undefined) {
    console.log("nobody holds the lock");
    return;
  }
  console.log("freed");
  const { lock: was } = freed;
  const reason = was ? `it was held by ${was.who} on ${was.host} since ${was.since}` : "it could not be read";
  await note(aws.logs, environment, by, reason).catch((error: Error) =>
    console.error(`the history could not be written: ${error.message}`),
  );
}

/**
 * Refuses to free the environment's lock as long as Terraform's own lock on the state exists. A suspended deployment does not renew the
 * environment's lock, so its process seems to have ended. But the Terraform process that the deployment started may still run.
 *
 * @throws RefusedError if Terraform's lock exists, or if these credentials have no permission to look for Terraform's lock
 */
async function refuseWhileTerraformHolds(
  s3: S3Client,
  { suffix, stateBucket }: Environment & { readonly stateBucket: string },
  found: FoundLock | undefined,
): Promise<void> {
  const operation = found?.lock?.operation;
  if (operation !== "deploy" && operation !== "destroy") return;
  const isLocked = await isStateLocked(s3, stateBucket, suffix).catch((error: Error) => {
    if (error.name !== "AccessDenied") throw error;
    throw new RefusedError(
      `these credentials have no permission to see whether Terraform of that ${operation} is still running: unlock with a role that may deploy`,
    );
  });
  if (!isLocked) return;
  throw new RefusedError(
    `Terraform of that ${operation} may still be running, because its lock on the state exists: s3://${stateBucket}/${stateKey(suffix)}.tflock. If this Terraform process has certainly ended, free Terraform's lock first, as docs/runbooks/stuck-lock.md describes`,
  );
}

/**
 * Frees a lock after a person has confirmed it, unless somebody has written the lock object again after it was read. There are two cases:
 *
 * - The lock of a release is never renewed, so the function does not check the age of this lock. The function prints a warning about the
 *   release. The function frees the lock even if the release is under way.
 * - Any other lock is freed only if its holder has not renewed the lock for {@link STALE_SECONDS}.
 *
 * @param aboutRelease a function that returns the warning to print before a release's lock is freed
 * @returns the lock that was freed; `undefined` if no lock existed
 * @throws RefusedError if the lock was renewed too recently, if the person does not confirm, or if somebody writes or frees the lock
 * meanwhile
 */
export async function freeDead(
  lock: EnvironmentLock,
  options: Options,
  aboutRelease: () => Promise<string>,
): Promise<FoundLock | undefined> {
  const found = await lock.read();
  if (found === undefined) return undefined;
  const isRelease = found.lock?.operation === "release";
  if (!isRelease && found.ageSeconds < STALE_SECONDS) throw new RefusedError(describeLiving(found));
  console.error(new LockHeldError(found).message);
  console.error(
    isRelease
      ? `warning: ${await aboutRelease()}`
      : "warning: make sure that its holder is dead: two processes that deploy or move traffic at the same time undo each other's work",
  );
  await confirm(options, "free the lock");
  if (await lock.freeExactly(found)) return found;
  throw new RefusedError(
    'somebody wrote or freed the lock while this command ran, so this command has not freed it. To see whether somebody holds the lock now, run "npm run release -- status" for the same environment',
  );
}

/**
 * Returns a warning for a lock that a release holds. The warning says whether this release is still under way, according to the release
 * document.
 */
export function aboutRelease(
  suffix: string,
  found: FoundLock | undefined,
  { document, problem }: Omit<Seen, "look">,
): string {
  if (document === undefined) return `it is not known whether that release is under way: ${problem}`;
  const isUnderWay =
    document !== "none" && UNDER_WAY.includes(document.phase) && document.release?.id === found?.lock?.id;
  return isUnderWay
    ? `that release of ${document.release?.candidate} IS under way (${document.phase}), and continues without the lock, so a deploy can take the lock and run at the same time; to end the release: ${typed(suffix, "rollback")}`
    : "that release is not under way any more: the controller frees such a lock by itself within two minutes";
}

function describeLiving(found: FoundLock): string {
  const ago = `${Math.round(found.ageSeconds)} s ago`;
  const later = `${Math.ceil(STALE_SECONDS - found.ageSeconds)} s`;
  if (found.lock === undefined) {
    return `${found.description}; it was written ${ago}, so its holder may be alive: find out who it is, and try again in ${later}`;
  }
  const { operation, who, host, since } = found.lock;
  return (
    `a ${operation} is alive: ${who} on ${host} since ${since}, last heard of ${ago}; ` +
    `wait until it ends, or press Ctrl-C on ${host}; if it was just killed, try again in ${later}`
  );
}

/** Writes a line about the freed lock into the release history. The line gets a log stream of its own. */
async function note(
  logs: CloudWatchLogsClient,
  environment: Environment,
  by: string,
  reason: string,
): Promise<void> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const stream = {
    logGroupName: namesOf(environment).history,
    logStreamName: `${at.replaceAll(":", "-")}-${id}`,
  };
  const line: HistoryLine = { id, at, by, action: "unlocked", reason };
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(
    new PutLogEventsCommand({
      ...stream,
      logEvents: [{ timestamp: Date.parse(at), message: JSON.stringify(line) }],
    }),
  );
}
