import { awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { loadEnvironment } from "../config/load";
import { confirm } from "../terminal/confirm";
import { History } from "./history";
import { STALE_SECONDS } from "./in-flight";
import { EnvironmentLock, LockHeldError } from "./lock";

/**
 * Frees the lock of a process that is gone. It asks for nothing but the lock: what that process was making or destroying
 * may not be there.
 *
 * @throws ConfigurationError, RefusedError: wrong account, or not confirmed
 */
export async function unlock(
  suffix: string,
  env: NodeJS.ProcessEnv,
  options: { readonly yes: boolean },
): Promise<void> {
  const { config } = loadEnvironment({ suffix, stateBucket: env.STATE_BUCKET, directory: "environments" });
  const aws = awsClients();
  const { arn } = await signedIn(aws.sts, config.accountId);
  const lock = new EnvironmentLock(aws.s3, config.stateBucket, suffix);
  const held = await lock.read();
  if (held === undefined) {
    console.log("nobody holds the lock");
    return;
  }
  const { who, host, since, id, operation } = held.lock;
  console.error(new LockHeldError(held).message);
  console.error(
    operation === "release" && held.ageSeconds < STALE_SECONDS
      ? "warning: it looks alive; without its lock it stops where it is"
      : "warning: make sure that it is dead: two that move traffic or deploy at once undo each other",
  );
  await confirm(options, "free the lock");
  if (!(await lock.free(id))) {
    console.log("somebody else has it by now: look again");
    return;
  }
  console.log("freed");
  const event = { at: new Date().toISOString(), who: arn, action: "unlocked" };
  await new History(aws.logs, suffix, id)
    .append({ ...event, reason: `it was held by ${who} on ${host} since ${since}` })
    .catch((error: Error) => console.error(`the history could not be written: ${error.message}`));
}
