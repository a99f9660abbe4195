import { ENGINE_MAJORS, type EngineMajor } from "../naming/engine";
import { eventSubscriptionNames } from "../naming/event-names";
import { parameterGroupName, resourceName } from "../naming/names";
import { ZONES } from "../naming/region";
import { INTERRUPTING } from "./interruptions";
import { type Names, NO_ATTRIBUTES, type Row } from "./row";

const MAJORS = Object.keys(ENGINE_MAJORS) as EngineMajor[];

export const database: Names = (suffix) => [resourceName(suffix, "aurora-cluster")];

/** The facts about the Terraform resource types of Aurora and of the environment's KMS key. Each type has a {@link Row}. */
export const DATABASE = {
  aws_rds_cluster: {
    aws: "RDS cluster",
    arns: ["arn:aws:rds:{region}:{account}:cluster:{name}"],
    named: { by: "name", attribute: "cluster_identifier", names: database },
    data: {
      key: {
        attribute: "kms_key_id",
        rule: "rds-customer-managed-key",
        controls: { checkov: { CKV_AWS_327: "RDS cluster is encrypted with a customer managed KMS key" } },
      },
      watched: "by an alarm",
    },
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      ...INTERRUPTING.aws_rds_cluster,
      weak: {
        deletion_protection: false,
        iam_database_authentication_enabled: false,
        skip_final_snapshot: true,
        delete_automated_backups: true,
        copy_tags_to_snapshot: false,
        enable_http_endpoint: true,
        storage_encrypted: false,
      },
      parts: [/^enabled_cloudwatch_logs_exports\[/, /^(db_cluster_parameter_group_name|kms_key_id)$/],
      limits: [{ path: /^backtrack_window$/, weaker: "lower" }],
      loosens: [/^vpc_security_group_ids\[/, /^iam_roles\[/],
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
      reboots: {
        "serverlessv2_scaling_configuration[0].max_capacity": "the limit of connections of each instance: docs/runbooks/database.md",
        // With a minimum below 1 ACU, there are at most 2,000 connections.
        "serverlessv2_scaling_configuration[0].min_capacity":
          "the limit of connections of each instance, if the change crosses 1 ACU: docs/runbooks/database.md",
      },
      retention: /^backup_retention_period$/,
    },
    judged: {
      by: [
        "security-group-world-ingress",
        "security-group-database-ingress",
        "rds-encrypted",
        "rds-customer-managed-key",
        "rds-iam-authentication",
        "rds-administrator-name",
        "rds-port",
        "rds-zones",
        "rds-tls",
        "rds-statement-logging",
        "rds-log-without-data",
        "rds-data-access-audit",
        "rds-backup-retention",
        "rds-backup-plan",
        "rds-deletion-protection",
        "rds-snapshot-tags",
        "rds-log-export",
        "secret-rotation",
        "secret-customer-managed-key",
        "rds-cluster-events",
        "rds-parameter-group-events",
        "rds-security-group-events",
      ],
    },
    actions: {
      read: ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters", "rds:ListTagsForResource"],
      make: [
        "rds:AddTagsToResource",
        "rds:CreateDBCluster",
        "rds:ModifyDBCluster",
        "secretsmanager:CreateSecret",
        "secretsmanager:TagResource",
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
      ],
      remove: ["rds:CreateDBClusterSnapshot", "rds:DeleteDBCluster"],
      use: ["rds:DescribeDBClusters", "rds:DescribeEvents", "rds:FailoverDBCluster", "rds-db:connect", "secretsmanager:GetSecretValue"],
      granted: "by statement",
    },
    left: {
      lists: ["rds:DescribeDBClusters"],
      swept: false,
      byHand: ({ id }) => `aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier ${id}`,
    },
  },
  aws_rds_cluster_instance: {
    aws: "RDS instance",
    arns: ["arn:aws:rds:{region}:{account}:db:{name}"],
    named: { by: "name", attribute: "identifier", names: (suffix) => ZONES.map((zone) => resourceName(suffix, "aurora-instance", zone)) },
    data: {
      key: { notBecause: "the cluster stores and encrypts the data" },
      watched: "by an alarm",
    },
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      ...INTERRUPTING.aws_rds_cluster_instance,
      opens: { publicly_accessible: { value: true, isUsual: false } },
      weak: { auto_minor_version_upgrade: false, performance_insights_enabled: false },
      parts: [/^performance_insights_kms_key_id$/],
    },
    judged: {
      by: [
        "rds-not-public",
        "rds-zones",
        "rds-tls",
        "rds-statement-logging",
        "rds-log-without-data",
        "rds-data-access-audit",
        "rds-minor-upgrades",
        "rds-enhanced-monitoring",
        "rds-performance-insights",
        "rds-performance-insights-key",
        "rds-instance-events",
      ],
    },
    actions: {
      read: ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
      make: ["rds:AddTagsToResource", "rds:CreateDBInstance", "rds:ModifyDBInstance", "iam:PassRole"],
      remove: ["rds:DeleteDBInstance"],
      use: [
        "pi:DescribeDimensionKeys",
        "pi:GetResourceMetrics",
        "rds:DescribeDBInstances",
        "rds:FailoverDBCluster",
        "rds:RebootDBInstance",
        "kms:Decrypt",
        "kms:GenerateDataKey",
      ],
      granted: "by statement",
    },
    left: {
      lists: ["rds:DescribeDBInstances"],
      swept: false,
      byHand: ({ id }) => `aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${id}`,
    },
  },
  aws_rds_cluster_parameter_group: {
    aws: "RDS cluster parameter group",
    arns: ["arn:aws:rds:{region}:{account}:cluster-pg:{name}"],
    named: { by: "name", attribute: "name", names: (suffix) => MAJORS.map((major) => parameterGroupName(suffix, major)) },
    data: false,
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      parts: [/^parameter\[[^\]]+\]\.value$/],
      reboots: {
        "parameter[shared_preload_libraries].value": "the audit log of schemas and roles on each instance: docs/runbooks/database.md",
      },
    },
    judged: { by: ["rds-tls", "rds-statement-logging", "rds-log-without-data", "rds-data-access-audit"] },
    actions: {
      read: ["rds:DescribeDBClusterParameterGroups", "rds:DescribeDBClusterParameters", "rds:ListTagsForResource"],
      make: ["rds:AddTagsToResource", "rds:CreateDBClusterParameterGroup", "rds:ModifyDBClusterParameterGroup"],
      remove: ["rds:DeleteDBClusterParameterGroup"],
      use: [],
      granted: "by statement",
    },
    left: {
      lists: ["rds:DescribeDBClusterParameterGroups"],
      swept: true,
      byHand: ({ id }) => `aws rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name ${id}`,
    },
  },
  aws_db_subnet_group: {
    aws: "RDS subnet group",
    arns: ["arn:aws:rds:{region}:{account}:subgrp:{name}"],
    named: { by: "name", attribute: "name", names: (suffix) => [resourceName(suffix, "aurora-subnet-group")] },
    data: false,
    guards: false,
    attributes: NO_ATTRIBUTES,
    judged: { notBecause: "subnets and security groups decide who can reach the database" },
    actions: {
      read: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
      make: ["rds:AddTagsToResource", "rds:CreateDBSubnetGroup"],
      remove: ["rds:DeleteDBSubnetGroup"],
      use: [],
      granted: "by statement",
    },
    left: { lists: ["rds:DescribeDBSubnetGroups"], swept: true, byHand: ({ id }) => `aws rds delete-db-subnet-group --db-subnet-group-name ${id}` },
  },
  aws_db_event_subscription: {
    aws: "RDS event subscription",
    arns: ["arn:aws:rds:{region}:{account}:es:{name}"],
    named: { by: "name", attribute: "name", names: eventSubscriptionNames },
    data: false,
    guards: true,
    attributes: {
      ...NO_ATTRIBUTES,
      weak: { enabled: false },
      parts: [/^(event_categories|source_ids)\[/, /^(sns_topic|source_type)$/],
      narrows: ["event_categories", "source_ids"],
    },
    judged: { by: ["rds-cluster-events", "rds-instance-events", "rds-parameter-group-events", "rds-security-group-events"] },
    actions: {
      read: ["rds:DescribeEventSubscriptions", "rds:ListTagsForResource"],
      make: [
        "rds:AddSourceIdentifierToSubscription",
        "rds:AddTagsToResource",
        "rds:CreateEventSubscription",
        "rds:ModifyEventSubscription",
        "rds:RemoveSourceIdentifierFromSubscription",
      ],
      remove: ["rds:DeleteEventSubscription"],
      use: [],
      granted: "by statement",
    },
    left: { lists: ["rds:DescribeEventSubscriptions"], swept: true, byHand: ({ id }) => `aws rds delete-event-subscription --subscription-name ${id}` },
  },
  aws_kms_key: {
    aws: "KMS key",
    arns: ["arn:aws:kms:{region}:{account}:key/*"],
    named: { by: "tags" },
    data: {
      key: { notBecause: "the resource is the key itself; data that the key encrypts is lost with the key" },
      watched: { notBecause: "a key neither fills up nor slows down" },
    },
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      weak: { enable_key_rotation: false, is_enabled: false },
      limits: [
        { path: /^rotation_period_in_days$/, weaker: "higher" },
        { path: /^deletion_window_in_days$/, weaker: "lower" },
      ],
      rights: [{ document: "policy", of: "key ", named: "description" }],
    },
    judged: { by: ["kms-rotation", "kms-policy"] },
    actions: {
      read: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      make: ["kms:CreateKey", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:TagResource"],
      remove: ["kms:ScheduleKeyDeletion"],
      use: ["kms:Decrypt"],
      granted: "by statement",
    },
    left: {
      lists: ["kms:DescribeKey", "kms:ListKeys", "kms:ListResourceTags"],
      swept: false,
      byHand: ({ id }) => `aws kms schedule-key-deletion --pending-window-in-days 7 --key-id ${id}`,
    },
  },
  aws_kms_alias: {
    aws: "KMS alias",
    arns: ["arn:aws:kms:{region}:{account}:{name}"],
    named: { by: "name", attribute: "name", names: (suffix) => [`alias/${resourceName(suffix, "kms-key")}`] },
    data: false,
    guards: false,
    attributes: NO_ATTRIBUTES,
    judged: { notBecause: "an alias is only a name of a KMS key, and policy rules check the key" },
    actions: {
      read: ["kms:ListAliases"],
      make: ["kms:CreateAlias"],
      remove: ["kms:DeleteAlias"],
      use: [],
      granted: "by statement",
    },
    left: { lists: ["kms:ListAliases"], swept: false, byHand: ({ id }) => `aws kms delete-alias --alias-name ${id}` },
  },
} as const satisfies Readonly<Record<string, Row>>;
