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

/** What AWS says of a snapshot, or of a cluster whose backups are restored. */
export interface Origin {
  /** Such as `16.8`. */
  readonly engineVersion: string;
  /** Name of the cluster, also of the one that a snapshot was taken of. */
  readonly cluster: string;
  readonly masterUsername: string | undefined;
  /** Times between which a cluster can be restored. @default - a snapshot, which has one time */
  readonly restorable?: { readonly earliest: Date; readonly latest: Date };
}

/** Asks RDS. @throws RefusedError where there is no such origin, or it cannot be restored now */
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
      `there is no Aurora cluster ${name} in this account: after its end there is only what was kept as a snapshot`,
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
      `there is no snapshot ${arn}, or AWS does not tell of it; docs/runbooks/restore.md`,
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
 * By its name: an ARN is not documented here. An automated one wants its type beside the name.
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
 * Refuses what AWS would refuse half-way through a deployment: a time that cannot be restored, and the parameters of another major version.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 */
export function refuseOrigin(origin: Origin, { engineVersion, restoreFrom }: Database): void {
  const { restorable } = origin;
  const at = restoreFrom?.at === undefined ? undefined : new Date(restoreFrom.at);
  if (at && restorable && (at < restorable.earliest || at > restorable.latest)) {
    throw new RefusedError(
      `database.restoreFrom.at: ${origin.cluster} can be restored to what it was between ${restorable.earliest.toJSON()} and ${restorable.latest.toJSON()}, and not at ${restoreFrom?.at}`,
    );
  }
  if (majorOf(origin.engineVersion) !== majorOf(engineVersion)) {
    throw new RefusedError(
      `database.engineVersion: a restore keeps its major version, which is that of PostgreSQL ${origin.engineVersion}, and AWS refuses the parameters of ${engineVersion}: ask for ${origin.engineVersion}, and upgrade it afterwards: docs/runbooks/upgrade-database.md`,
    );
  }
  if (origin.masterUsername !== undefined && origin.masterUsername !== MASTER_USERNAME) {
    throw new RefusedError(
      `database.restoreFrom: the administrator of ${origin.cluster} is ${origin.masterUsername}, not ${MASTER_USERNAME}: Terraform would replace the restored database`,
    );
  }
}

/**
 * The same, for a plan that makes the database. Says nothing of snapshots of AWS Backup, for whose type there is no documented word, and
 * where the AWS identity of this process may not ask, as GitHub's plan role of another environment's snapshots: AWS refuses it then.
 *
 * @param changes of the plan, unchanged resources too
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
