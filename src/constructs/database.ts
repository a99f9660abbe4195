import { Construct } from "constructs";
import { type EngineMajor, MASTER_USERNAME, majorOf } from "../naming/engine";
import { parameterGroupName, resourceName } from "../naming/names";
import { databaseZones, REGION } from "../naming/region";
import {
  CloudwatchLogGroup,
  DbSubnetGroup,
  RdsCluster,
  RdsClusterInstance,
  RdsClusterParameterGroup,
  type SecurityGroup,
} from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { enhancedMonitoring, osMetricsArns, performanceInsightsArns } from "./database-monitoring";
import { DATABASE_PARAMETERS } from "./database-parameters";
import { GOES_LAST } from "./goes-last";
import type { Network } from "./network";
import { output } from "./output";
import { restored } from "./restored-database";

export interface DatabaseProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
  readonly settings: EnvironmentSettings["database"];
  /** Retention of the PostgreSQL log, in days. */
  readonly logRetentionDays: number;
  /** ARN of the customer managed KMS key. @default - AWS managed keys */
  readonly kmsKeyArn: string | undefined;
}

/** PostgreSQL's port. */
export const DATABASE_PORT = 5432;

export const ENGINE = "aurora-postgresql";

const MAINTENANCE_WINDOW = "sun:07:00-sun:08:00"; // UTC: night in the east of the US

/** Aurora PostgreSQL Serverless v2: two instances in two zones. Each can be the writer. */
export class Database extends Construct {
  public readonly cluster: RdsCluster;
  public readonly instances: readonly RdsClusterInstance[];
  /** Identifiers of the instances, in plain text. */
  public readonly instanceIdentifiers: readonly string[];
  /** ARNs of the instances in Performance Insights; empty if it is off. */
  public readonly performanceInsightsArns: readonly string[];
  /** ARNs of the log streams of enhanced monitoring, one for each instance; empty if it is off. */
  public readonly osMetricsArns: readonly string[];
  /** ARN of the secret with the master password, which RDS rotates every 7 days. */
  public readonly masterSecretArn: string;
  /** Name of the database in the cluster. */
  public readonly databaseName: string;

  public constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { suffix, accountId, network, securityGroup, settings, logRetentionDays, kmsKeyArn } = props;
    const clusterIdentifier = resourceName(suffix, "aurora-cluster");
    this.databaseName = settings.name;

    // RDS would create this log group without retention, and `destroy` would keep it.
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: `/aws/rds/cluster/${clusterIdentifier}/postgresql`,
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    const subnetGroup = new DbSubnetGroup(this, "subnet-group", {
      name: resourceName(suffix, "aurora-subnet-group"),
      description: "The private subnets of the three zones",
      subnetIds: network.privateSubnets.map((subnet) => subnet.id),
    });
    const major = majorOf(settings.engineVersion) as EngineMajor; // the schema accepts only these
    // Each major version has its own resource. Otherwise, if AWS stopped an upgrade and the settings returned to the old version, Terraform
    // would create a group whose name is still in use.
    const parameterGroupId = major === "16" ? "parameter-group" : `parameter-group-${major}`;
    const parameterGroup = new RdsClusterParameterGroup(this, parameterGroupId, {
      name: parameterGroupName(suffix, major),
      description: "Requires TLS. Logs connections, schema changes and role changes, but no data",
      family: `${ENGINE}${major}`,
      parameter: DATABASE_PARAMETERS.map(({ name, value, needsReboot }) => ({
        name,
        value,
        ...(needsReboot && { applyMethod: "pending-reboot" }),
      })),
      // A new description would replace the group while the cluster uses it. Because of GOES_LAST, the old version's group is destroyed
      // after the cluster's update.
      lifecycle: { ignoreChanges: ["description"], ...GOES_LAST },
    });

    this.cluster = new RdsCluster(this, "cluster", {
      engine: ENGINE,
      engineVersion: settings.engineVersion,
      ...(settings.allowMajorVersionUpgrade && { allowMajorVersionUpgrade: true }),
      clusterIdentifier,
      databaseName: this.databaseName,
      port: DATABASE_PORT,
      dbSubnetGroupName: subnetGroup.name, // no availability_zones: a list of fewer than 3 would replace the cluster
      vpcSecurityGroupIds: [securityGroup.id],
      dbClusterParameterGroupName: parameterGroup.name,
      serverlessv2ScalingConfiguration: {
        minCapacity: settings.minCapacityAcu,
        maxCapacity: settings.maxCapacityAcu,
      },
      masterUsername: MASTER_USERNAME,
      manageMasterUserPassword: true,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      ...(kmsKeyArn && { masterUserSecretKmsKeyId: kmsKeyArn, kmsKeyId: kmsKeyArn }),
      ...(settings.kmsKeyArn && { kmsKeyId: settings.kmsKeyArn }),
      backupRetentionPeriod: settings.backupRetentionDays,
      preferredBackupWindow: "06:00-06:30",
      preferredMaintenanceWindow: MAINTENANCE_WINDOW,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: true,
      enabledCloudwatchLogsExports: ["postgresql"],
      applyImmediately: true, // a reviewed change takes effect at apply, and not in the maintenance window
      deletionProtection: settings.deletionProtection,
      skipFinalSnapshot: !settings.finalSnapshot,
      // The snapshot's name contains the time of the cluster's creation, so snapshots of two clusters have different names. The name is set
      // even if finalSnapshot is off, because it cannot be set later: Terraform ignores its changes.
      finalSnapshotIdentifier: `${resourceName(suffix, "aurora-final-snapshot")}-\${formatdate("YYYYMMDDhhmmss", timestamp())}`,
      ...restored(settings.restoreFrom),
      lifecycle: {
        // AWS upgrades engine_version, and the next plan would downgrade it (docs/decisions/0023-engine-versions.md). A plan without the
        // source of a restore would replace the database (docs/decisions/0022-restore-and-snapshots.md).
        ignoreChanges: [
          ...(settings.allowMajorVersionUpgrade ? [] : ["engine_version", "allow_major_version_upgrade"]),
          "final_snapshot_identifier",
          "restore_to_point_in_time",
          "snapshot_identifier",
        ],
        // If true, the plan of `destroy` fails before anything is deleted.
        preventDestroy: settings.deletionProtection,
      },
      dependsOn: [logGroup],
    });

    const monitoring = enhancedMonitoring(this, suffix, accountId, settings.monitoringIntervalSeconds);
    const zones = databaseZones(network.availabilityZones);
    this.instanceIdentifiers = zones.map((zone) => resourceName(suffix, "aurora-instance", zone));
    this.instances = zones.map(
      (zone, index) =>
        new RdsClusterInstance(this, `instance-${zone}`, {
          engine: ENGINE, // no version: an instance has the cluster's version
          identifier: resourceName(suffix, "aurora-instance", zone),
          clusterIdentifier: this.cluster.clusterIdentifier,
          instanceClass: "db.serverless",
          availabilityZone: zone,
          // A reader in tier 0 or 1 scales with the writer, so after a failover the new writer is as large as the old one.
          // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
          promotionTier: index,
          preferredMaintenanceWindow: MAINTENANCE_WINDOW,
          publiclyAccessible: false,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          autoMinorVersionUpgrade: true,
          copyTagsToSnapshot: true,
          applyImmediately: true,
          performanceInsightsEnabled: settings.performanceInsights,
          ...(settings.performanceInsights && {
            performanceInsightsRetentionPeriod: 7, // days, free of charge
            ...(kmsKeyArn && { performanceInsightsKmsKeyId: kmsKeyArn }),
          }),
          ...monitoring,
          // AWS does not delete a cluster that has instances, so a new cluster needs new instances. The new cluster has the same name but a
          // new resource id, so this id triggers the replacement.
          lifecycle: {
            replaceTriggeredBy: [
              `${this.cluster.terraformResourceType}.${this.cluster.friendlyUniqueId}.cluster_resource_id`,
            ],
          },
        }),
    );
    this.performanceInsightsArns = settings.performanceInsights
      ? performanceInsightsArns(accountId, this.instances)
      : [];
    this.osMetricsArns =
      settings.monitoringIntervalSeconds === 0 ? [] : osMetricsArns(accountId, this.instances);
    this.masterSecretArn = this.cluster.masterUserSecret.get(0).secretArn;

    const { endpoint, readerEndpoint, port, databaseName, clusterResourceId } = this.cluster;
    output(this, "database_writer_endpoint", endpoint, "Host name of the writer endpoint of the database");
    output(
      this,
      "database_reader_endpoint",
      readerEndpoint,
      "Host name of the reader endpoint of the database",
    );
    output(this, "database_port", port, "Port of the database");
    output(this, "database_name", databaseName, "Name of the database");
    output(
      this,
      "database_secret_arn",
      this.masterSecretArn,
      "Secret with the password of the master user, for the migration task only",
    );
    output(
      this,
      "database_resource_id",
      clusterResourceId,
      "Resource id of the cluster, for ARNs in IAM policies with rds-db:connect",
    );
  }
}

/**
 * Returns a PostgreSQL user's ARN for `rds-db:connect`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export function databaseUserArn(accountId: string, cluster: RdsCluster, user: "app" | "readonly"): string {
  return `arn:aws:rds-db:${REGION}:${accountId}:dbuser:${cluster.clusterResourceId}/${user}`;
}
