import type { S3Client } from "@aws-sdk/client-s3";
import type { EnvironmentLock } from "../lock/lock";
import type { EnvironmentConfig } from "../settings/schema";
import { isStateLocked } from "../state/stored-state";
import type { TerraformEnd } from "../terraform/terraform";

const RUNBOOK = "docs/runbooks/stuck-lock.md";
/** Terraform's errors about its lock of the state. They say nothing about the state itself. */
const LOCK_ERRORS = ["Error acquiring the state lock", "Error releasing the state lock"];
/** The maximum time in milliseconds to read the locks. Somebody has pressed Ctrl-C and waits. */
const LONGEST_MILLISECONDS = 10_000;

/**
 * Describes what an interrupted apply did, as far as this process has seen it.
 *
 * @param command the command that continues, such as `npm run deploy`
 * @param end the end of Terraform; undefined if Terraform did not start
 */
export function describeInterrupted(command: string, end: TerraformEnd | undefined): string {
  if (end === undefined) return "nothing was changed";
  const { code, signal, errors } = end;
  if (code === 0) return "Terraform has applied the whole plan";
  // Terraform's errors about the state itself have no address. The locks are looked at separately: see describeLocks.
  const ofState = errors.find(
    ({ address, summary }) =>
      address === undefined && /\bstate\b/.test(summary) && !LOCK_ERRORS.includes(summary),
  );
  // Terraform ends with 1 after an interruption, and with 11 after a crash.
  if (signal === null && code === 1 && ofState === undefined) {
    return `Terraform has ended and reported no error about saving its state; "${command}" continues from this state. If Terraform was creating a resource at that time, the resource may be missing in the state (${RUNBOOK})`;
  }
  const how =
    signal !== null
      ? `was ended by ${signal}`
      : ofState === undefined
        ? `ended with the unexpected exit code ${code}`
        : `reported "${ofState.summary}"`;
  return `Terraform ${how}: the newest resources may be missing in the state (${RUNBOOK})`;
}

/**
 * Looks in the state bucket whether an apply of this process left locks there, and describes them.
 *
 * @param id the id of the environment's lock that this process took
 */
export async function describeLocks(
  { config, aws, lock }: { config: EnvironmentConfig; aws: { s3: S3Client }; lock: EnvironmentLock },
  id: string,
): Promise<string> {
  const abortSignal = AbortSignal.timeout(LONGEST_MILLISECONDS);
  try {
    const [held, isLocked] = await Promise.all([
      lock.read(abortSignal),
      isStateLocked(aws.s3, config.stateBucket, config.suffix, abortSignal),
    ]);
    const left = [
      ...(held?.lock?.id === id ? ["the environment's lock"] : []),
      ...(held !== undefined && held.lock === undefined
        ? ["the environment's lock, of an unknown command,"]
        : []),
      ...(isLocked ? ["Terraform's lock of the state, of this or of another command,"] : []),
    ];
    return left.length === 0
      ? "no lock of this command remains"
      : `not freed: ${left.join(" and ")} (${RUNBOOK})`;
  } catch (error) {
    return `it is not known whether locks remain, because the state bucket could not be read (${(error as Error).message}): ${RUNBOOK}`;
  }
}
