import { type Attributes, list, refersTo, show } from "../document";
import { pci } from "../pci";
import { atLeast, each, hasA, is, isSet, type Rule } from "../rule";

const CLUSTER = "aws_rds_cluster";
const INSTANCE = "aws_rds_cluster_instance";
const SUBSCRIPTION = "aws_db_event_subscription";

/**
 * Returns a check of the RDS event subscriptions whose source_type equals the parameter `sourceType`. The check has two demands:
 *
 * - Each of these subscriptions lists all event categories of the parameter `wanted`.
 * - Each resource of the type in the parameter `to` is covered. A subscription covers the resources that its source_ids lists. A
 *   subscription without source_ids covers all resources of its source_type.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html
 */
const subscribed = (
  sourceType: string,
  to: typeof CLUSTER | typeof INSTANCE | "groups of the account",
  ...wanted: readonly string[]
): Rule["check"] => {
  const isOfType = ({ source_type }: Attributes) => source_type === sourceType;
  const ofAccount = to === "groups of the account";
  return (document) => [
    ...each(
      SUBSCRIPTION,
      ({ event_categories: categories }) => {
        const missing = wanted.filter((category) => !list(categories).includes(category));
        return missing.length === 0 ? undefined : `event_categories does not list ${missing.join(" and ")}`;
      },
      isOfType,
    )(document),
    ...each(ofAccount ? CLUSTER : to, (_attributes, resource) =>
      document
        .resources(SUBSCRIPTION)
        .filter(({ attributes }) => isOfType(attributes))
        .some(
          ({ attributes: { source_ids: ids } }) =>
            ids === undefined || (!ofAccount && refersTo(ids, resource)),
        )
        ? undefined
        : `no ${SUBSCRIPTION} with source_type ${sourceType} covers ${ofAccount ? `the ${to}` : "this resource"}`,
    )(document),
  ];
};

/** Rules about Aurora: backups, upgrades, logs and monitoring. */
export const DATABASE_OPERATIONS = [
  {
    id: "rds-backup-retention",
    sentence: "The database can be restored to any second of the last 7 days.",
    controls: {
      checkov: { CKV_AWS_133: "RDS has automated backups" },
      cdkNag: { "AwsSolutions-RDS13": "databases have automated backups" },
    },
    fix: "set database.backupRetentionDays to at least 7",
    check: each(CLUSTER, atLeast("backup_retention_period", 7)),
  },
  {
    id: "rds-backup-plan",
    sentence: "AWS Backup makes and keeps copies of the database.",
    controls: { checkov: { CKV2_AWS_8: "RDS cluster has a plan of AWS Backup" } },
    fix: "add an aws_backup_selection that names the cluster",
    check: each(CLUSTER, hasA("aws_backup_selection", "resources")),
  },
  {
    id: "rds-deletion-protection",
    sentence: "The database is protected from deletion.",
    controls: {
      aws: { "RDS.7": "clusters have deletion protection" },
      checkov: { CKV_AWS_139: "RDS cluster has deletion protection" },
      cdkNag: { "AwsSolutions-RDS10": "databases have deletion protection" },
    },
    fix: "set database.deletionProtection to true",
    check: each(CLUSTER, is("deletion_protection", true)),
  },
  {
    id: "rds-snapshot-tags",
    sentence: "RDS copies the tags of the database to its snapshots.",
    controls: {
      aws: { "RDS.16": "clusters copy tags to snapshots" },
      checkov: { CKV_AWS_313: "RDS cluster copies tags to snapshots" },
    },
    fix: "set copy_tags_to_snapshot to true",
    check: each(CLUSTER, is("copy_tags_to_snapshot", true)),
  },
  {
    id: "rds-minor-upgrades",
    sentence: "RDS upgrades database instances to new minor versions automatically.",
    controls: {
      pci: pci("6.3.3"),
      aws: { "RDS.13": "instances get automatic minor version upgrades" },
      cis: { "2.3.2": "RDS upgrades minor versions automatically" },
      checkov: { CKV_AWS_226: "RDS upgrades minor versions automatically" },
    },
    fix: "set auto_minor_version_upgrade to true",
    check: each(INSTANCE, is("auto_minor_version_upgrade", true)),
  },
  {
    id: "rds-log-export",
    sentence: "RDS sends the database's log to CloudWatch Logs.",
    controls: {
      pci: pci("10.2.1"),
      aws: { "RDS.37": "Aurora PostgreSQL publishes logs" },
      checkov: { CKV_AWS_324: "RDS cluster captures logs" },
    },
    fix: "list postgresql in enabled_cloudwatch_logs_exports",
    check: each(CLUSTER, ({ enabled_cloudwatch_logs_exports: exports }) =>
      list(exports).includes("postgresql")
        ? undefined
        : `enabled_cloudwatch_logs_exports is ${show(exports)}`,
    ),
  },
  {
    id: "rds-enhanced-monitoring",
    sentence: "Enhanced Monitoring is on: database instances report metrics of their operating system.",
    controls: {
      aws: { "RDS.6": "instances have Enhanced Monitoring" },
      checkov: { CKV_AWS_118: "RDS instances have Enhanced Monitoring" },
    },
    fix: "set database.monitoringIntervalSeconds to 60 or less, but not to 0",
    check: each(INSTANCE, atLeast("monitoring_interval", 1)),
  },
  {
    id: "rds-performance-insights",
    sentence: "Performance Insights records the load of the database.",
    controls: { checkov: { CKV_AWS_353: "RDS has Performance Insights" } },
    fix: "set database.performanceInsights to true",
    check: each(INSTANCE, is("performance_insights_enabled", true)),
  },
  {
    id: "rds-performance-insights-key",
    sentence: "If Performance Insights is on, its data is encrypted with a customer managed KMS key.",
    controls: {
      checkov: { CKV_AWS_354: "data of Performance Insights is encrypted with a customer managed KMS key" },
    },
    fix: "set customerManagedKey to true",
    check: each(
      INSTANCE,
      isSet("performance_insights_kms_key_id"),
      ({ performance_insights_enabled }) => performance_insights_enabled === true,
    ),
  },
  {
    id: "rds-cluster-events",
    sentence: "An RDS event subscription reports failures and maintenance of the database cluster.",
    controls: { aws: { "RDS.19": "event subscriptions cover clusters" } },
    fix: "add an aws_db_event_subscription with source_type db-cluster, and list failure and maintenance in event_categories",
    check: subscribed("db-cluster", CLUSTER, "failure", "maintenance"),
  },
  {
    id: "rds-instance-events",
    sentence:
      "An RDS event subscription reports changes, failures and maintenance of each database instance.",
    controls: { aws: { "RDS.20": "event subscriptions cover instances" } },
    fix: "add an aws_db_event_subscription with source_type db-instance, and list configuration change, failure and maintenance in event_categories",
    check: subscribed("db-instance", INSTANCE, "configuration change", "failure", "maintenance"),
  },
  {
    id: "rds-parameter-group-events",
    sentence: "An RDS event subscription reports changes of parameter groups.",
    controls: { aws: { "RDS.21": "event subscriptions cover parameter groups" } },
    fix: "add an aws_db_event_subscription with source_type db-parameter-group, and list configuration change in event_categories",
    check: subscribed("db-parameter-group", "groups of the account", "configuration change"),
  },
  {
    id: "rds-security-group-events",
    sentence: "An RDS event subscription reports changes and failures of RDS security groups.",
    controls: { aws: { "RDS.22": "event subscriptions cover security groups" } },
    fix: "add an aws_db_event_subscription with source_type db-security-group, and list configuration change and failure in event_categories",
    check: subscribed("db-security-group", "groups of the account", "configuration change", "failure"),
  },
] as const satisfies readonly Rule[];
