import {
  type DBCluster,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/** The instances of an Aurora cluster, grouped by their present role (writer or reader). */
export interface Members {
  readonly status: string;
  readonly writer: string;
  readonly readers: readonly string[];
}

/** Reads the instances of an environment's Aurora cluster. @throws RefusedError if there is no cluster for this suffix */
export async function readMembers(rds: RDSClient, suffix: string): Promise<Members> {
  const DBClusterIdentifier = resourceName(suffix, "aurora-cluster");
  const { DBClusters: [cluster] = [] } = await rds
    .send(new DescribeDBClustersCommand({ DBClusterIdentifier }))
    .catch((error: Error) => {
      if (error.name === "DBClusterNotFoundFault") return { DBClusters: [] as DBCluster[] };
      throw error;
    });
  if (cluster === undefined) {
    throw new RefusedError(`there is no cluster ${DBClusterIdentifier}: is ${suffix} deployed?`);
  }
  const members = cluster.DBClusterMembers ?? [];
  const names = (writes: boolean) =>
    members
      .filter(({ IsClusterWriter }) => IsClusterWriter === writes)
      .map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier)
      .sort();
  return { status: cluster.Status ?? "unknown", writer: names(true)[0] ?? "", readers: names(false) };
}

/** Checks that a failover is possible. @throws RefusedError if the cluster is not available, or if no reader could become the writer */
export async function requireFailover(rds: RDSClient, { status, writer, readers }: Members): Promise<void> {
  if (status !== "available")
    throw new RefusedError(`the cluster is ${status}, not available: wait, and try again`);
  if (writer === "") throw new RefusedError("the cluster has no writer now: wait, and try again");
  if (readers.length === 0) {
    throw new RefusedError(
      `${writer} is the only instance of the cluster: there is no reader that could become the writer`,
    );
  }
  const states = await Promise.all(
    readers.map(async (DBInstanceIdentifier) => {
      const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
      return `${DBInstanceIdentifier} is ${DBInstances?.[0]?.DBInstanceStatus ?? "unknown"}`;
    }),
  );
  if (!states.some((it) => it.endsWith(" is available"))) {
    throw new RefusedError(`no reader could become the writer: ${states.join(", ")}`);
  }
}
