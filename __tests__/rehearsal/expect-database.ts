import {
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Emulator } from "../../src/rehearsal/emulator";

export interface DatabaseExpectation {
  readonly backupDays: number;
  readonly minAcu: number;
  readonly maxAcu: number;
  /** Performance Insights and enhanced monitoring. */
  readonly insights: boolean;
}

export async function expectDatabase(
  client: Emulator["client"],
  suffix: string,
  { backupDays, minAcu, maxAcu, insights }: DatabaseExpectation,
): Promise<void> {
  const rds = new RDSClient(client);
  const { DBClusters: [cluster] = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: `aurora-cluster-${suffix}` }),
  );
  expect(cluster).toMatchObject({
    Engine: "aurora-postgresql",
    DatabaseName: "transactions",
    StorageEncrypted: true,
    IAMDatabaseAuthenticationEnabled: true,
    DeletionProtection: false,
    BackupRetentionPeriod: backupDays,
    EnabledCloudwatchLogsExports: ["postgresql"],
    ServerlessV2ScalingConfiguration: { MinCapacity: minAcu, MaxCapacity: maxAcu },
  });
  const secret = await new SecretsManagerClient(client).send(
    new DescribeSecretCommand({ SecretId: cluster?.MasterUserSecret?.SecretArn }),
  );
  expect(secret.Name).toMatch(/^rds!cluster-/);

  const { Parameters = [] } = await rds.send(
    new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: cluster?.DBClusterParameterGroup }),
  );
  expect(Parameters.find((it) => it.ParameterName === "rds.force_ssl")?.ParameterValue).toBe("1");

  const { DBSubnetGroups: [group] = [] } = await rds.send(
    new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: cluster?.DBSubnetGroup }),
  );
  const zones = group?.Subnets?.map((it) => it.SubnetAvailabilityZone?.Name);
  expect(zones?.sort()).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);

  const { DBInstances = [] } = await rds.send(
    new DescribeDBInstancesCommand({
      Filters: [{ Name: "db-cluster-id", Values: [`aurora-cluster-${suffix}`] }],
    }),
  );
  expect(DBInstances).toHaveLength(2);
  expect(new Set(DBInstances.map((it) => it.AvailabilityZone)).size).toBe(2);
  expect(cluster?.DBClusterMembers?.filter((it) => it.IsClusterWriter)).toHaveLength(1);
  expect(new Set(DBInstances.map((it) => it.PromotionTier)).size).toBe(2);
  for (const instance of DBInstances) {
    expect(instance).toMatchObject({
      DBInstanceClass: "db.serverless",
      PubliclyAccessible: false,
      PerformanceInsightsEnabled: insights,
      MonitoringInterval: insights ? expect.any(Number) : 0,
    });
    expect(Boolean(instance.MonitoringRoleArn)).toBe(insights);
  }
}
