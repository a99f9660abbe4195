import { setTimeout as sleep } from "node:timers/promises";
import type { RDSClient } from "@aws-sdk/client-rds";
import { readOrigin } from "../deploy/origin";

/**
 * The milliseconds that {@link untilRestorable} waits between two calls to AWS. It usually takes some minutes until Aurora can restore a
 * cluster to a recent point in time.
 */
const POLL_MILLISECONDS = 15_000;

/**
 * The maximum duration of the wait, in milliseconds. If AWS still cannot restore the cluster after this wait, the cluster's backup does not
 * work.
 */
const LONGEST_MILLISECONDS = 30 * 60_000;

/**
 * Waits until AWS can restore a cluster to a recent point in time.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 *
 * @param at the point in time to which the cluster is to be restored
 * @throws Error if the function has waited for half an hour, and AWS still cannot restore the cluster to this point in time
 * @throws the reason of `signal` after an interruption
 */
export async function untilRestorable(
  rds: RDSClient,
  cluster: string,
  at: Date,
  signal: AbortSignal,
): Promise<void> {
  for (
    const until = Date.now() + LONGEST_MILLISECONDS;
    ;
    await sleep(POLL_MILLISECONDS, undefined, { signal })
  ) {
    const { restorable } = await readOrigin(rds, { cluster });
    if (restorable !== undefined && restorable.latest > at) return;
    if (Date.now() > until) {
      throw new Error(
        `waited for half an hour, but AWS still cannot restore ${cluster} to ${at.toISOString()}: the latest restorable time of ${cluster} is ${restorable?.latest.toISOString() ?? "unknown"}`,
      );
    }
  }
}
