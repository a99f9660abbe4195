import type { RdsClusterConfig } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";

/** The source of the cluster's data. */
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
