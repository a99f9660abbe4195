import {
  type DBCluster,
  type DBClusterSnapshot,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  paginateDescribeDBClusterSnapshots,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { MASTER_USERNAME, majorOf } from "../naming/engine";
import type { ResourceChange } from "../review/terraform-plan";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

type Database = EnvironmentSettings["database"];
type RestoreFrom = NonNullable<Database["restoreFrom"]>;

/** Facts about the origin of a restore. The origin is either a snapshot, or a cluster whose backups are restored to a point in time. */
export interface Origin {
  /** PostgreSQL version, such as `16.8`. */
  readonly engineVersion: string;
  /** The cluster's identifier. If the origin is a snapshot, this is the identifier of the cluster from which the snapshot was taken. */
  readonly cluster: string;
  readonly masterUsername: string | undefined;
  /** The earliest and the latest time to which a cluster can be restored. @default - none; a snapshot has no such times */
  readonly restorable?: { readonly earliest: Date; readonly latest: Date };
}

/** Reads the origin of a restore from RDS. @throws RefusedError if the origin does not exist or is not available */
export async function readOrigin(rds: RDSClient, from: RestoreFrom): Promise<Origin> {
  return from.snapshotArn === undefined
    ? ofCluster(rds, from.cluster ?? "")
    : ofSnapshot(rds, from.snapshotArn);
}

async function ofCluster(rds: RDSClient, name: string): Promise<Origin> {
  const { DBClusters: [cluster] = [] } = await rds
    .send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }))
    .catch(noneIf("DBClusterNotFoundFault", { DBClusters: [] as DBCluster[] }));
  if (cluster === undefined) {
    throw new RefusedError(
      `there is no Aurora cluster ${name} in this account: a deleted cluster can only be restored from a snapshot`,
    );
  }
  const { EarliestRestorableTime: earliest, LatestRestorableTime: latest } = cluster;
  return {
    engineVersion: cluster.EngineVersion ?? "",
    cluster: name,
    masterUsername: cluster.MasterUsername,
    ...(earliest && latest && { restorable: { earliest, latest } }),
  };
}

async function ofSnapshot(rds: RDSClient, arn: string): Promise<Origin> {
  const snapshot = (await ownSnapshot(rds, arn)) ?? (await sharedSnapshot(rds, arn));
  if (snapshot === undefined)
    throw new RefusedError(
      `there is no snapshot ${arn}, or these credentials may not see it; docs/runbooks/restore.md`,
    );
  if (snapshot.Status !== "available") {
    throw new RefusedError(`the snapshot ${arn} is ${snapshot.Status}, not available`);
  }
  return {
    engineVersion: snapshot.EngineVersion ?? "",
    cluster: snapshot.DBClusterIdentifier ?? "",
    masterUsername: snapshot.MasterUsername,
  };
}

/**
 * Finds a snapshot of this account by its name. It does not search by the ARN, because AWS documents only names for this API call. For an
 * automated snapshot, the call also needs the snapshot type `automated`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html
 */
async function ownSnapshot(rds: RDSClient, arn: string): Promise<DBClusterSnapshot | undefined> {
  const name = arn.split(":cluster-snapshot:")[1] ?? "";
  const type = name.startsWith("rds:") ? { SnapshotType: "automated" } : {};
  const { DBClusterSnapshots: found = [] } = await rds
    .send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: name, ...type }))
    .catch(noneIf("DBClusterSnapshotNotFoundFault", { DBClusterSnapshots: [] as DBClusterSnapshot[] }));
  return found.find(({ DBClusterSnapshotArn }) => DBClusterSnapshotArn === arn);
}

async function sharedSnapshot(rds: RDSClient, arn: string): Promise<DBClusterSnapshot | undefined> {
  for await (const page of paginateDescribeDBClusterSnapshots({ client: rds }, { SnapshotType: "shared" })) {
    const found = page.DBClusterSnapshots?.find(({ DBClusterSnapshotArn }) => DBClusterSnapshotArn === arn);
    if (found !== undefined) return found;
  }
  return undefined;
}

const noneIf =
  <Nothing>(name: string, nothing: Nothing) =>
  (error: Error): Nothing => {
    if (error.name === name) return nothing;
    throw error;
  };

/**
 * Refuses a restore that AWS or Terraform could not finish. Three restores are refused: to a time to which the cluster cannot be restored,
 * from an origin with another major version, and from an origin with another master user name.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 *
 * @throws RefusedError. Its message contains the path of an environment setting, such as `database.engineVersion`, and a fact about the
 * origin, such as its PostgreSQL version.
 */
export function refuseOrigin(origin: Origin, { engineVersion, restoreFrom }: Database): void {
  const { restorable } = origin;
  const at = restoreFrom?.at === undefined ? undefined : new Date(restoreFrom.at);
  if (at && restorable && (at < restorable.earliest || at > restorable.latest)) {
    throw new RefusedError(
      `database.restoreFrom.at: ${origin.cluster} can be restored to a time between ${restorable.earliest.toJSON()} and ${restorable.latest.toJSON()}, but not to ${restoreFrom?.at}`,
    );
  }
  if (majorOf(origin.engineVersion) !== majorOf(engineVersion)) {
    throw new RefusedError(
      `database.engineVersion: the origin has PostgreSQL ${origin.engineVersion}, and a restored database keeps its major version, so AWS refuses a parameter group for ${engineVersion}. Set database.engineVersion to ${origin.engineVersion}, and upgrade after the restore: docs/runbooks/upgrade-database.md`,
    );
  }
  if (origin.masterUsername !== undefined && origin.masterUsername !== MASTER_USERNAME) {
    throw new RefusedError(
      `database.restoreFrom: the master user name of ${origin.cluster} is ${origin.masterUsername}, not ${MASTER_USERNAME}: Terraform would replace the restored database`,
    );
  }
}

/**
 * Does the checks of {@link refuseOrigin} for a plan that creates the database. Two types of origins are not checked:
 * - Snapshots of AWS Backup. AWS does not document the snapshot type that the API call `DescribeDBClusterSnapshots` needs to find them.
 * - Origins that this process has no permission to read. For example, GitHub's plan role cannot read another environment's snapshots.
 *
 * If AWS does not accept an unchecked origin, the apply fails.
 *
 * @param changes the field `resource_changes` of the plan
 * @throws RefusedError if {@link readOrigin} or {@link refuseOrigin} throws it
 */
export async function refuseUnrestorable(
  rds: RDSClient,
  database: Database,
  changes: readonly ResourceChange[],
): Promise<void> {
  const isMade = changes.some(
    ({ type, change }) => type === "aws_rds_cluster" && change.actions.includes("create"),
  );
  const { restoreFrom } = database;
  if (restoreFrom === undefined || !isMade || restoreFrom.snapshotArn?.includes(":awsbackup:")) return;
  const origin = await readOrigin(rds, restoreFrom).catch((error: Error) => {
    if (error.name.startsWith("AccessDenied")) return undefined;
    throw error;
  });
  if (origin !== undefined) refuseOrigin(origin, database);
}
