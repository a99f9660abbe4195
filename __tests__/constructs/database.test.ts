import { EPHEMERAL, OUTSIDE_KEY_ARN, PRODUCTION, PROTECTED } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const CLUSTER = "aws_rds_cluster.database_cluster";
const LOG_GROUP = "aws_cloudwatch_log_group.database_log_group";
const KEY = "${aws_kms_key.encryption_key_key.arn}";

const cluster = {
  engine: "aurora-postgresql",
  engine_version: "16.8",
  cluster_identifier: "aurora-cluster-x1",
  database_name: "transactions",
  port: 5432,
  db_subnet_group_name: "${aws_db_subnet_group.database_subnet_group.name}",
  vpc_security_group_ids: ["${aws_security_group.firewall_database_security_group.id}"],
  db_cluster_parameter_group_name: "${aws_rds_cluster_parameter_group.database_parameter_group.name}",
  serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 2 },
  master_username: "cluster_owner",
  manage_master_user_password: true,
  iam_database_authentication_enabled: true,
  storage_encrypted: true,
  backup_retention_period: 1,
  preferred_backup_window: "06:00-06:30",
  preferred_maintenance_window: "sun:07:00-sun:08:00",
  copy_tags_to_snapshot: true,
  delete_automated_backups: true,
  enabled_cloudwatch_logs_exports: ["postgresql"],
  apply_immediately: true,
  deletion_protection: false,
  final_snapshot_identifier: 'aurora-final-snapshot-x1-${formatdate("YYYYMMDDhhmmss", timestamp())}',
  skip_final_snapshot: true,
  lifecycle: {
    ignore_changes: [
      "engine_version",
      "allow_major_version_upgrade",
      "final_snapshot_identifier",
      "restore_to_point_in_time",
      "snapshot_identifier",
    ],
    prevent_destroy: false,
  },
  depends_on: [LOG_GROUP],
};

describe("the Aurora cluster", () => {
  it("is small, unprotected and kept a day in ephemeral", () => {
    expect(ephemeral.count("aws_rds_cluster")).toBe(1);
    expect(ephemeral.resource(CLUSTER)).toEqual(cluster);
  });

  it("is larger, kept 7 days and encrypted with the environment's key in production", () => {
    expect(production.resource(CLUSTER)).toEqual({
      ...cluster,
      serverlessv2_scaling_configuration: { min_capacity: 2, max_capacity: 16 },
      backup_retention_period: 7,
      kms_key_id: KEY,
      master_user_secret_kms_key_id: KEY,
    });
  });

  it("is under the outside key, protected from destroy by one flag and left as a snapshot by another", () => {
    expect(synthesized(PROTECTED).resource(CLUSTER)).toEqual({
      ...cluster,
      serverlessv2_scaling_configuration: { min_capacity: 1, max_capacity: 64 },
      deletion_protection: true,
      skip_final_snapshot: false,
      kms_key_id: OUTSIDE_KEY_ARN,
      lifecycle: { ...cluster.lifecycle, prevent_destroy: true }, // refused before anything around it goes
    });
  });

  it("is protected without a snapshot and a key of its own, and the other way round", () => {
    expect(synthesized({ database: { deletionProtection: true } }).resource(CLUSTER)).toEqual({
      ...cluster,
      deletion_protection: true,
      lifecycle: { ...cluster.lifecycle, prevent_destroy: true },
    });
    const kept = { finalSnapshot: true, kmsKeyArn: OUTSIDE_KEY_ARN };
    expect(synthesized({ database: kept }).resource(CLUSTER)).toEqual({
      ...cluster,
      skip_final_snapshot: false,
      kms_key_id: OUTSIDE_KEY_ARN,
    });
  });

  it.each([
    [
      "a snapshot",
      { snapshotArn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:s" },
      { snapshot_identifier: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:s" },
    ],
    [
      "the latest time of a cluster",
      { cluster: "aurora-cluster-prod" },
      {
        restore_to_point_in_time: {
          source_cluster_identifier: "aurora-cluster-prod",
          restore_type: "full-copy",
          use_latest_restorable_time: true,
        },
      },
    ],
    [
      "a point in time of a cluster",
      { cluster: "aurora-cluster-prod", at: "2026-11-26T10:00:00Z" },
      {
        restore_to_point_in_time: {
          source_cluster_identifier: "aurora-cluster-prod",
          restore_type: "full-copy",
          restore_to_time: "2026-11-26T10:00:00Z",
        },
      },
    ],
  ])("begins with %s, and else is as any other", (_what, restoreFrom, attributes) => {
    expect(synthesized({ database: { restoreFrom } }).resource(CLUSTER)).toEqual({
      ...cluster,
      ...attributes,
    });
  });

  it("has no password and no list of zones, which would replace it", () => {
    expect(Object.keys(ephemeral.resource(CLUSTER))).not.toContain("master_password");
    expect(Object.keys(ephemeral.resource(CLUSTER))).not.toContain("availability_zones");
  });

  it("lies in the private subnets of exactly the three zones", () => {
    expect(ephemeral.resource("aws_db_subnet_group.database_subnet_group")).toEqual({
      name: "aurora-subnet-group-x1",
      description: "The private subnets of the three zones",
      subnet_ids: ["a", "b", "c"].map((zone) => `\${aws_subnet.network_private_subnet_us_east_1${zone}.id}`),
    });
  });

  it("takes TLS only and logs connections and changes of schemas and roles, but no data", () => {
    expect(ephemeral.resource("aws_rds_cluster_parameter_group.database_parameter_group")).toEqual({
      name: "aurora-parameter-group-x1",
      description: "Requires TLS. Logs connections, schema changes and role changes, but no data",
      family: "aurora-postgresql16",
      parameter: [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_connections", value: "1" },
        { name: "log_disconnections", value: "1" },
        {
          name: "shared_preload_libraries",
          value: "pg_stat_statements,pgaudit",
          apply_method: "pending-reboot",
        },
        { name: "pgaudit.log", value: "ddl,role" },
        { name: "pgaudit.log_parameter", value: "0" },
        { name: "log_statement", value: "none" },
        { name: "log_min_duration_statement", value: "-1" },
        { name: "pg_stat_statements.track_utility", value: "0" },
        { name: "log_lock_waits", value: "1" },
        { name: "log_min_messages", value: "log" },
        { name: "log_min_error_statement", value: "panic" },
        { name: "log_error_verbosity", value: "terse" },
        { name: "log_parameter_max_length", value: "0" },
        { name: "log_parameter_max_length_on_error", value: "0" },
      ],
      lifecycle: { create_before_destroy: true, ignore_changes: ["description"] },
    });
  });

  it("has the parameters of its major version, in a group of its own whose name carries each but the first", () => {
    const of = (engineVersion: string, allowMajorVersionUpgrade: boolean) =>
      synthesized({ ...EPHEMERAL, database: { engineVersion, allowMajorVersionUpgrade } });
    const group = (engineVersion: string, id = "database_parameter_group") =>
      of(engineVersion, false).resource(`aws_rds_cluster_parameter_group.${id}`);
    expect(group("16.11")).toMatchObject({
      name: "aurora-parameter-group-x1",
      family: "aurora-postgresql16",
    });
    expect(group("17.7", "database_parameter_group_17")).toEqual({
      ...group("16.8"),
      name: "aurora-postgresql17-parameter-group-x1",
      family: "aurora-postgresql17",
    });
    const on17 = {
      ...cluster,
      engine_version: "17.7",
      db_cluster_parameter_group_name: "${aws_rds_cluster_parameter_group.database_parameter_group_17.name}",
    };
    expect(of("17.7", false).resource(CLUSTER)).toEqual(on17);
    expect(of("17.7", true).resource(CLUSTER)).toEqual({
      ...on17,
      allow_major_version_upgrade: true,
      lifecycle: {
        ...cluster.lifecycle,
        ignore_changes: ["final_snapshot_identifier", "restore_to_point_in_time", "snapshot_identifier"],
      },
    });
  });

  it("logs to a group that the stack made first, kept as long as audit logs", () => {
    expect(ephemeral.resource(LOG_GROUP)).toEqual({
      name: "/aws/rds/cluster/aurora-cluster-x1/postgresql",
      retention_in_days: 3,
    });
    expect(production.resource(LOG_GROUP)).toMatchObject({ retention_in_days: 365, kms_key_id: KEY });
  });
});

describe("the instances", () => {
  const instance = (zone: string, promotionTier: number) => ({
    engine: "aurora-postgresql",
    identifier: `aurora-instance-us-east-1${zone}-x1`,
    cluster_identifier: "${aws_rds_cluster.database_cluster.cluster_identifier}",
    instance_class: "db.serverless",
    availability_zone: `us-east-1${zone}`,
    promotion_tier: promotionTier,
    preferred_maintenance_window: "sun:07:00-sun:08:00",
    publicly_accessible: false,
    ca_cert_identifier: "rds-ca-rsa2048-g1",
    auto_minor_version_upgrade: true,
    copy_tags_to_snapshot: true,
    apply_immediately: true,
    performance_insights_enabled: false,
    monitoring_interval: 0,
    // A cluster that is replaced keeps its name: without this, its instances would stand in the way.
    lifecycle: { replace_triggered_by: ["aws_rds_cluster.database_cluster.cluster_resource_id"] },
  });
  const A = "aws_rds_cluster_instance.database_instance_us_east_1a";
  const B = "aws_rds_cluster_instance.database_instance_us_east_1b";

  it("are two, in different zones and the cluster's version, either of which can be the writer", () => {
    expect(ephemeral.addresses("aws_rds_cluster_instance")).toEqual([A, B]);
    expect(ephemeral.resource(A)).toEqual(instance("a", 0));
    expect(ephemeral.resource(B)).toEqual(instance("b", 1));
  });

  it("are watched by Performance Insights and enhanced monitoring in production, while its role may write", () => {
    const watched = {
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      performance_insights_kms_key_id: KEY,
      monitoring_interval: 60,
      monitoring_role_arn: "${aws_iam_role.database_enhanced_monitoring_role_role.arn}",
      depends_on: ["aws_iam_role_policy.database_enhanced_monitoring_role_policy"],
    };
    expect(production.addresses("aws_rds_cluster_instance")).toEqual([A, B]);
    expect(production.resource(A)).toEqual({ ...instance("a", 0), ...watched });
    expect(production.resource(B)).toEqual({ ...instance("b", 1), ...watched });
  });
});
