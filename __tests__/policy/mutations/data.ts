import { adding, type Mutation, type Mutations, removing, setting } from "./editing";

const CLUSTER = "aws_rds_cluster.database_cluster";
const INSTANCE = "aws_rds_cluster_instance.database_instance_us_east_1b";
const EVENTS = "aws_db_event_subscription.notifications";
const FAILOVER_EVENTS = `${EVENTS}_failover_events`;
const INSTANCE_EVENTS = `${EVENTS}_instance_events`;
const PARAMETERS = "aws_rds_cluster_parameter_group.database_parameter_group";
const KEY = "aws_kms_key.encryption_key_key";
const KMS = "${aws_kms_key.encryption_key_key.arn}";

const parameter =
  (name: string, value: string): Mutation =>
  (edit) => {
    edit.parameter(PARAMETERS, name, value);
    return [CLUSTER];
  };
const withoutParameter =
  (removed: string): Mutation =>
  (edit) => {
    const group = edit.get(PARAMETERS);
    group.parameter = group.parameter.filter(({ name }: { name: string }) => name !== removed);
    return [CLUSTER];
  };
const keyStatement =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(KEY, "RdsEvents", change);
    return [KEY];
  };

export const DATA_MUTATIONS: Mutations = {
  "rds-encrypted": { plain: setting(CLUSTER, { storage_encrypted: false }) },
  "rds-iam-authentication": { off: setting(CLUSTER, { iam_database_authentication_enabled: false }) },
  "rds-administrator-name": { postgres: setting(CLUSTER, { master_username: "postgres" }) },
  "rds-port": {
    "the default": setting(CLUSTER, { port: 5432 }),
    "not said": setting(CLUSTER, { port: undefined }),
  },
  "rds-not-public": { public: setting(INSTANCE, { publicly_accessible: true }) },
  "rds-zones": {
    "one zone": (edit) => {
      edit.set(INSTANCE, { availability_zone: "us-east-1a" });
      return [CLUSTER];
    },
    "one instance": removing(INSTANCE, CLUSTER),
  },
  "rds-tls": { optional: parameter("rds.force_ssl", "0") },
  "rds-statement-logging": {
    "no schema changes": parameter("pgaudit.log", "role"),
    "no changes of roles": parameter("pgaudit.log", "ddl"),
    "schema changes taken out again": parameter("pgaudit.log", "ddl,role,-ddl"),
    "without pgaudit": parameter("shared_preload_libraries", "pg_stat_statements"),
    "no connections": parameter("log_connections", "0"),
    "no ends of connections": withoutParameter("log_disconnections"),
  },
  "rds-log-without-data": {
    "passwords of new users": parameter("log_statement", "ddl"),
    "texts of slow statements": parameter("log_min_duration_statement", "1000"),
    "bound values of slow statements": parameter("log_parameter_max_length", "-1"),
    "bound values of slow statements, by default": withoutParameter("log_parameter_max_length"),
    "bound values of errors": parameter("log_parameter_max_length_on_error", "64"),
    errors: parameter("log_min_messages", "warning"),
    "statements of errors": withoutParameter("log_min_error_statement"),
    "rows of errors": parameter("log_error_verbosity", "default"),
    "texts of audited statements": parameter("pgaudit.log", "ddl,role,read,write"),
    "texts of calls of functions": parameter("pgaudit.log", "ddl,role,function"),
    "texts of everything audited but what reads and writes": parameter("pgaudit.log", "all,-read,-write"),
    "texts of statements about audited objects": (edit) => {
      edit.get(PARAMETERS).parameter.push({ name: "pgaudit.role", value: "rds_pgaudit" });
      return [CLUSTER];
    },
    "bound values of audited statements": parameter("pgaudit.log_parameter", "1"),
  },
  "rds-data-access-audit": {
    "nothing audited": parameter("pgaudit.log", "ddl,role"),
    "reads taken out again": parameter("pgaudit.log", "all,-read"),
    "changes only": parameter("pgaudit.log", "ddl,role,write"),
  },
  "rds-backup-retention": { "a day": setting(CLUSTER, { backup_retention_period: 1 }) },
  "rds-backup-plan": { none: removing("aws_backup_selection.database", CLUSTER) },
  "rds-deletion-protection": { off: setting(CLUSTER, { deletion_protection: false }) },
  "rds-snapshot-tags": { off: setting(CLUSTER, { copy_tags_to_snapshot: false }) },
  "rds-minor-upgrades": { off: setting(INSTANCE, { auto_minor_version_upgrade: false }) },
  "rds-log-export": { none: setting(CLUSTER, { enabled_cloudwatch_logs_exports: [] }) },
  "rds-enhanced-monitoring": { off: setting(INSTANCE, { monitoring_interval: 0 }) },
  "rds-performance-insights": {
    off: setting(INSTANCE, {
      performance_insights_enabled: false,
      performance_insights_kms_key_id: undefined,
    }),
  },
  "rds-performance-insights-key": {
    "AWS's key": setting(INSTANCE, { performance_insights_kms_key_id: undefined }),
  },
  "rds-cluster-events": {
    "no failures": setting(FAILOVER_EVENTS, { event_categories: ["failover", "maintenance"] }),
    "not subscribed": removing(FAILOVER_EVENTS, CLUSTER),
    "of another cluster": (edit) => {
      edit.set(FAILOVER_EVENTS, { source_ids: ["aurora-cluster-x2"] });
      return [CLUSTER];
    },
  },
  "rds-instance-events": {
    "no changes": setting(INSTANCE_EVENTS, { event_categories: ["failure", "maintenance"] }),
    "of one instance only": (edit) => {
      edit.set(INSTANCE_EVENTS, { source_ids: edit.get(INSTANCE_EVENTS).source_ids.slice(0, 1) });
      return [INSTANCE];
    },
  },
  "rds-parameter-group-events": {
    "no changes": setting(`${EVENTS}_parameter_group_events`, { event_categories: ["failure"] }),
    "not subscribed": removing(`${EVENTS}_parameter_group_events`, CLUSTER),
    "of one group only": (edit) => {
      edit.set(`${EVENTS}_parameter_group_events`, { source_ids: [`\${${CLUSTER}.id}`] });
      return [CLUSTER];
    },
  },
  "rds-security-group-events": {
    "no failures": setting(`${EVENTS}_security_group_events`, { event_categories: ["configuration change"] }),
    "not subscribed": removing(`${EVENTS}_security_group_events`, CLUSTER),
  },
  "kms-rotation": { off: setting(KEY, { enable_key_rotation: false }) },
  "kms-policy": {
    everybody: keyStatement({ Principal: "*" }),
    "everybody of AWS": keyStatement({ Principal: { AWS: "*" } }),
    "everybody but one": keyStatement({ Principal: undefined, NotPrincipal: { AWS: "x" } }),
    "every action": keyStatement({ Action: "kms:*" }),
    "AWS's default": setting(KEY, { policy: undefined }),
  },
  "secret-rotation": {
    "a password of our own": setting(CLUSTER, { manage_master_user_password: undefined }),
    "a password in the state": setting(CLUSTER, { master_password: "hunter2" }),
    "a secret that stays": adding("aws_secretsmanager_secret.stays", { kms_key_id: KMS }),
  },
  "secret-customer-managed-key": {
    "AWS's key": setting(CLUSTER, { master_user_secret_kms_key_id: undefined }),
    "AWS's key for another secret": (edit) => {
      edit.add("aws_secretsmanager_secret.another", { name: "another" });
      edit.add("aws_secretsmanager_secret_rotation.another", {
        secret_id: "${aws_secretsmanager_secret.another.id}",
      });
      return ["aws_secretsmanager_secret.another"];
    },
  },
  "parameter-encrypted": { plain: setting("aws_ssm_parameter.traffic_split_parameter", { type: "String" }) },
};
