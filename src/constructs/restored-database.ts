import type { RdsClusterConfig } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";

/**
 * Returns the cluster's arguments for a restore from a snapshot or from another cluster. Without `restoreFrom`, the result has no
 * arguments, and a new cluster has an empty database.
 */
export function restored(from: EnvironmentSettings["database"]["restoreFrom"]): Partial<RdsClusterConfig> {
  if (from?.snapshotArn !== undefined) return { snapshotIdentifier: from.snapshotArn };
  if (from?.cluster === undefined) return {};
  return {
    restoreToPointInTime: {
      sourceClusterIdentifier: from.cluster,
      restoreType: "full-copy", // a full copy, because a clone would share its storage with the source
      ...(from.at === undefined ? { useLatestRestorableTime: true } : { restoreToTime: from.at }),
    },
  };
}
