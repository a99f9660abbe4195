import { type Attributes, list, refersTo, show } from "../document";
import { pci } from "../pci";
import { atLeast, each, hasA, is, isSet, type Rule } from "../rule";

const CLUSTER = "aws_rds_cluster";
const INSTANCE = "aws_rds_cluster_instance";
const SUBSCRIPTION = "aws_db_event_subscription";

/**
 * Demands event subscriptions of a source type that cover each resource and list these categories. A subscription covers the resources
 * in its source_ids, or all resources if it has no source_ids.
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
        return missing.length === 0 ? undefined : `event_categories without ${missing.join(" and ")}`;
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
        : `no ${SUBSCRIPTION} of ${sourceType} covers ${ofAccount ? to : "it"}`,
    )(document),
  ];
};

/** Aurora: backups, upgrades, logs and monitoring. */
export const DATABASE_OPERATIONS = [
  {
    id: "rds-backup-retention",
    sentence: "The database can be restored to any second of the last 7 days.",
    controls: {
      checkov: { CKV_AWS_133: "RDS has backups" },
      cdkNag: { "AwsSolutions-RDS13": "automated backups" },
    },
    fix: "set database.backupRetentionDays to at least 7",
    check: each(CLUSTER, atLeast("backup_retention_period", 7)),
  },
  {
    id: "rds-backup-plan",
    sentence: "AWS Backup keeps copies of the database.",
    controls: { checkov: { CKV2_AWS_8: "RDS cluster has a plan of AWS Backup" } },
    fix: "add an aws_backup_selection that names the cluster",
    check: each(CLUSTER, hasA("aws_backup_selection", "resources")),
  },
  {
    id: "rds-deletion-protection",
    sentence: "The database is protected from deletion.",
    controls: {
      aws: { "RDS.7": "deletion protection of clusters" },
      checkov: { CKV_AWS_139: "RDS cluster has deletion protection" },
      cdkNag: { "AwsSolutions-RDS10": "deletion protection" },
    },
    fix: "set database.deletionProtection to true",
    check: each(CLUSTER, is("deletion_protection", true)),
  },
  {
    id: "rds-snapshot-tags",
    sentence: "Snapshots have the tags of their database.",
    controls: {
      aws: { "RDS.16": "clusters copy tags to snapshots" },
      checkov: { CKV_AWS_313: "RDS cluster copies tags to snapshots" },
    },
    fix: "set copy_tags_to_snapshot to true",
    check: each(CLUSTER, is("copy_tags_to_snapshot", true)),
  },
  {
    id: "rds-minor-upgrades",
    sentence: "Instances apply minor version upgrades automatically.",
    controls: {
      pci: pci("6.3.3"),
      aws: { "RDS.13": "automatic minor upgrades" },
      cis: { "2.3.2": "RDS upgrades minor versions" },
      checkov: { CKV_AWS_226: "RDS upgrades minor versions" },
    },
    fix: "set auto_minor_version_upgrade to true",
    check: each(INSTANCE, is("auto_minor_version_upgrade", true)),
  },
  {
    id: "rds-log-export",
    sentence: "The database's log goes to CloudWatch Logs.",
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
    sentence: "Instances report metrics of their operating system.",
    controls: {
      aws: { "RDS.6": "enhanced monitoring" },
      checkov: { CKV_AWS_118: "enhanced monitoring of RDS" },
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
    sentence: "If Performance Insights is on, it is encrypted with a customer managed KMS key.",
    controls: {
      checkov: { CKV_AWS_354: "Performance Insights are encrypted with a customer managed KMS key" },
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
    sentence: "Failures and maintenance of the database cluster are reported.",
    controls: { aws: { "RDS.19": "events of clusters are subscribed to" } },
    fix: "subscribe to db-cluster, and list failure and maintenance in event_categories",
    check: subscribed("db-cluster", CLUSTER, "failure", "maintenance"),
  },
  {
    id: "rds-instance-events",
    sentence: "Changes, failures and maintenance of each database instance are reported.",
    controls: { aws: { "RDS.20": "events of instances are subscribed to" } },
    fix: "subscribe to db-instance, and list configuration change, failure and maintenance in event_categories",
    check: subscribed("db-instance", INSTANCE, "configuration change", "failure", "maintenance"),
  },
  {
    id: "rds-parameter-group-events",
    sentence: "Changes of RDS parameter groups are reported.",
    controls: { aws: { "RDS.21": "events of parameter groups are subscribed to" } },
    fix: "subscribe to db-parameter-group, and list configuration change in event_categories",
    check: subscribed("db-parameter-group", "groups of the account", "configuration change"),
  },
  {
    id: "rds-security-group-events",
    sentence: "Changes and failures of RDS security groups are reported.",
    controls: { aws: { "RDS.22": "events of security groups are subscribed to" } },
    fix: "subscribe to db-security-group, and list configuration change and failure in event_categories",
    check: subscribed("db-security-group", "groups of the account", "configuration change", "failure"),
  },
] as const satisfies readonly Rule[];
