import { setTimeout as sleep } from "node:timers/promises";
import type { RDSClient } from "@aws-sdk/client-rds";
import { readOrigin } from "../deploy/origin";

/** Aurora's backups lag behind by minutes. */
const POLL_MILLISECONDS = 15_000;

/** What Aurora never takes, unless its backups are broken. */
const LONGEST_MILLISECONDS = 30 * 60_000;

/**
 * Waits until AWS can restore a cluster to a second that has just passed.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 *
 * @throws Error after half an hour, or the reason of the signal
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
        `${cluster} cannot be restored to ${at.toISOString()} after half an hour: the latest time is ${restorable?.latest.toISOString() ?? "unknown"}`,
      );
    }
  }
}
