import { randomUUID } from "node:crypto";
import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { EnvironmentLock, type FoundLock, LockHeldError } from "../lock/lock";
import { STALE_SECONDS } from "../lock/signs-of-life";
import { stateKey } from "../naming/names";
import { loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../settings/load";
import { confirm } from "../terminal/confirm";
import { RefusedError } from "../terminal/refused";
import { sayRefused } from "./environment";
import { History } from "./history";

interface Options {
  readonly yes: boolean;
}

/**
 * Frees the lock of a process that is gone. It asks for nothing but the lock: what that process was making or destroying
 * may not be there.
 *
 * @throws ConfigurationError, RefusedError: wrong account, a living holder, or not confirmed
 */
export async function unlock(suffix: string, env: NodeJS.ProcessEnv, options: Options): Promise<void> {
  const { config } = loadEnvironmentAnyway(
    { suffix, stateBucket: env.STATE_BUCKET, directory: SETTINGS_DIRECTORY },
    sayRefused,
  );
  const aws = awsClients();
  const { arn } = await signedIn(aws.sts, config.accountId);
  const lockOfEnvironment = new EnvironmentLock(aws.s3, config.stateBucket, suffix);
  await refuseWhileTerraformHolds(aws.s3, config.stateBucket, suffix, await lockOfEnvironment.read());
  const freed = await freeDead(lockOfEnvironment, options);
  if (freed === undefined) {
    console.log("nobody holds the lock");
    return;
  }
  console.log("freed");
  const { lock } = freed;
  const reason = lock
    ? `it was held by ${lock.who} on ${lock.host} since ${lock.since}`
    : "it could not be read";
  const event = { at: new Date().toISOString(), who: arn, action: "unlocked", reason };
  await new History(aws.logs, suffix, randomUUID())
    .append(event)
    .catch((error: Error) => console.error(`the history could not be written: ${error.message}`));
}

/**
 * A process that is suspended, or whose terminal stands still, writes no sign of life, while its Terraform works on. Terraform's
 * own lock of the state says so, and has to go first.
 *
 * @throws RefusedError
 */
async function refuseWhileTerraformHolds(
  s3: S3Client,
  stateBucket: string,
  suffix: string,
  found: FoundLock | undefined,
): Promise<void> {
  const operation = found?.lock?.operation;
  if (operation !== "deploy" && operation !== "destroy") return;
  const key = `${stateKey(suffix)}.tflock`;
  const { Contents = [] } = await s3
    .send(new ListObjectsV2Command({ Bucket: stateBucket, Prefix: key }))
    .catch((error: Error) => {
      if (error.name !== "AccessDenied") throw error;
      throw new RefusedError(
        `whether Terraform of that ${operation} is at work may not be read by these credentials: unlock as somebody who may deploy`,
      );
    });
  if (!Contents.some(({ Key }) => Key === key)) return;
  throw new RefusedError(
    `Terraform of that ${operation} holds its lock of the state, s3://${stateBucket}/${key}, and may be at work: when it is surely dead, free that one first, docs/runbooks/stuck-lock.md says how`,
  );
}

/**
 * Frees a lock whose holder was not heard of for {@link STALE_SECONDS}, exactly as it was found.
 *
 * @returns the lock that was freed; `undefined` when there was none
 * @throws RefusedError: a living holder, or not confirmed
 */
export async function freeDead(lock: EnvironmentLock, options: Options): Promise<FoundLock | undefined> {
  const found = await lock.read();
  if (found === undefined) return undefined;
  if (found.ageSeconds < STALE_SECONDS) throw new RefusedError(describeLiving(found));
  console.error(new LockHeldError(found).message);
  console.error(
    "warning: make sure that it is dead: two that move traffic or deploy at once undo each other",
  );
  await confirm(options, "free the lock");
  if (await lock.freeExactly(found)) return found;
  throw new RefusedError("the lock was written or freed meanwhile, and is left as it is: look again");
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
    `wait for its end, or end it there with Ctrl-C; if it was just killed, try again in ${later}`
  );
}
