import { type Data, type KnownAttributes, type KnownRow, NO_ATTRIBUTES } from "./row";

type Known = Readonly<Record<string, KnownRow>>;

const row = (aws: string, about: Partial<Omit<KnownRow, "aws">> = {}): KnownRow => ({
  aws,
  data: false,
  guards: false,
  attributes: NO_ATTRIBUTES,
  judged: "by no rule",
  ...about,
});

const holding = (aws: string, data: Data = { key: "kms_key_id" }, attributes: Partial<KnownAttributes> = {}): KnownRow =>
  row(aws, { data, attributes: { ...NO_ATTRIBUTES, ...attributes } });
const guarding = (aws: string): KnownRow => row(aws, { guards: true });
const admitting = (aws: string, admits: RegExp, about: Partial<KnownRow> = {}): KnownRow =>
  row(aws, { ...about, attributes: { ...NO_ATTRIBUTES, admits: [admits] } });
const policyOf = (aws: string, of: string, named: string): KnownRow =>
  row(aws, { attributes: { ...NO_ATTRIBUTES, rights: [{ document: "policy", of, named }] } });

const IDENTITY_POLICY = ["iam-actions", "iam-resources", "iam-no-escalation", "iam-no-data-loss"] as const;
const NO_USERS = { judged: { by: ["iam-no-users"] } } as const;
const BACKED_UP = {
  weak: { deletion_protection: false, skip_final_snapshot: true },
  retention: /^backup_retention_period$/,
};
const PUBLIC = { opens: { publicly_accessible: { value: true, isUsual: false } } };
const OPENSEARCH: Partial<KnownAttributes> = {
  rights: [{ document: "access_policies", of: "domain ", named: "domain_name" }],
};
const part = (of: string): Data => ({
  key: { notBecause: `the ${of} stores and encrypts the data` },
});

/**
 * Resource types that a plan can contain although no stack of this project creates them, each with the facts that reviews need. If a type
 * is neither here nor in RESOURCES, the type is unknown, and a review warns about it. If you add a type to a stack, write a full row for the
 * type in RESOURCES, and delete the type's row here.
 */
export const KNOWN: Known = {
  // Types that hold data, such as databases, queues, disks and user pools. Terraform cannot restore this data.
  aws_backup_vault: holding("Backup vault", { key: "kms_key_arn" }),
  aws_cognito_user_pool: holding("Cognito user pool", {
    key: { notBecause: "AWS encrypts it with an AWS owned key" },
  }),
  aws_db_cluster_snapshot: holding("RDS cluster snapshot", part("cluster")),
  aws_db_instance: holding("RDS instance", undefined, {
    ...BACKED_UP,
    weak: { ...BACKED_UP.weak, delete_automated_backups: true, iam_database_authentication_enabled: false },
    parts: [/^enabled_cloudwatch_logs_exports\[/],
    opens: { publicly_accessible: { value: true, isUsual: false } },
  }),
  aws_db_snapshot: holding("RDS snapshot", part("instance")),
  aws_docdb_cluster: holding("DocumentDB cluster", undefined, BACKED_UP),
  aws_docdb_cluster_instance: holding("DocumentDB instance", part("cluster")),
  aws_dynamodb_table: holding(
    "DynamoDB table",
    { key: "server_side_encryption.kms_key_arn" },
    // With ttl, DynamoDB deletes an item when the time in one of the item's attributes has passed.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
    { weak: { deletion_protection_enabled: false, "point_in_time_recovery[0].enabled": false, "ttl[0].enabled": true } },
  ),
  aws_ebs_snapshot: holding("EC2 EBS snapshot", part("volume")),
  aws_ebs_volume: holding("EC2 EBS volume"),
  aws_ecr_repository: holding("ECR repository", { key: "encryption_configuration.kms_key" }),
  aws_efs_file_system: holding("EFS file system"),
  aws_elasticache_cluster: holding("ElastiCache cluster", part("replication group")),
  aws_elasticache_replication_group: holding("ElastiCache replication group"),
  aws_elasticsearch_domain: holding("OpenSearch domain", { key: "encrypt_at_rest.kms_key_id" }, OPENSEARCH),
  aws_fsx_lustre_file_system: holding("FSx file system"),
  aws_fsx_ontap_file_system: holding("FSx file system"),
  aws_fsx_openzfs_file_system: holding("FSx file system"),
  aws_fsx_windows_file_system: holding("FSx file system"),
  aws_instance: holding("EC2 instance", { key: "root_block_device.kms_key_id" }, { admits: [/^(associate_public_ip_address|iam_instance_profile)$/] }),
  aws_keyspaces_table: holding("Keyspaces table", { key: "encryption_specification.kms_key_identifier" }),
  aws_kinesis_stream: holding("Kinesis stream", undefined, { weak: { encryption_type: "NONE" }, retention: /^retention_period$/ }),
  aws_kms_external_key: holding("KMS key", part("key")),
  aws_kms_replica_key: holding("KMS key", part("key")),
  aws_memorydb_cluster: holding("MemoryDB cluster", { key: "kms_key_arn" }),
  aws_mq_broker: holding("Amazon MQ broker", { key: "encryption_options.kms_key_id" }, PUBLIC),
  aws_msk_cluster: holding("MSK cluster", { key: "encryption_info.encryption_at_rest_kms_key_arn" }),
  aws_neptune_cluster: holding("Neptune cluster", { key: "kms_key_arn" }, BACKED_UP),
  aws_neptune_cluster_instance: holding("Neptune instance", part("cluster")),
  aws_opensearch_domain: holding("OpenSearch domain", { key: "encrypt_at_rest.kms_key_id" }, OPENSEARCH),
  aws_qldb_ledger: holding("QLDB ledger", { key: "kms_key" }),
  aws_rds_global_cluster: holding("RDS global cluster", part("cluster")),
  aws_redshift_cluster: holding("Redshift cluster", undefined, PUBLIC),
  aws_route53_zone: holding("Route 53 hosted zone", { key: { notBecause: "a hosted zone has no argument for a key" } }, { routes: [/^(name|vpc)\b/] }),
  aws_s3_directory_bucket: holding("S3 directory bucket", part("encryption configuration")),
  aws_s3_object: holding("S3 object"),
  aws_secretsmanager_secret: row("Secrets Manager secret", {
    data: { key: "kms_key_id" },
    judged: { by: ["secret-rotation", "secret-customer-managed-key"] },
  }),
  aws_secretsmanager_secret_version: holding("Secrets Manager secret version", part("secret")),
  aws_sqs_queue: row("SQS queue", {
    data: { key: "kms_master_key_id" },
    attributes: {
      ...NO_ATTRIBUTES,
      rights: [{ document: "policy", of: "queue ", named: "name" }],
      retention: /^message_retention_seconds$/,
    },
  }),
  aws_timestreamwrite_table: holding("Timestream table", part("database")),

  // Types that guard, record or report something.
  aws_cloudtrail: row("CloudTrail trail", {
    guards: true,
    attributes: { ...NO_ATTRIBUTES, weak: { enable_logging: false, is_multi_region_trail: false, enable_log_file_validation: false } },
  }),
  aws_config_configuration_recorder: guarding("Config recorder"),
  aws_guardduty_detector: row("GuardDuty detector", { guards: true, attributes: { ...NO_ATTRIBUTES, weak: { enable: false } } }),
  aws_cloudwatch_composite_alarm: row("CloudWatch alarm", {
    guards: true,
    attributes: { ...NO_ATTRIBUTES, weak: { actions_enabled: false }, parts: [/^alarm_(actions\[|rule$)/], narrows: ["actions_suppressor"] },
    judged: { by: ["alarm-actions"] },
  }),
  aws_backup_selection: row("Backup selection", { guards: true, judged: { by: ["rds-backup-plan"] } }),
  aws_route53_resolver_query_log_config: guarding("Route 53 query logging"),
  aws_route53_resolver_query_log_config_association: guarding("Route 53 query logging association"),
  aws_s3_bucket_logging: row("S3 access logging", { guards: true, judged: { by: ["s3-access-logging"] } }),
  aws_secretsmanager_secret_rotation: row("Secrets Manager rotation", {
    guards: true,
    judged: { by: ["secret-rotation"] },
  }),

  // Types that grant permissions or access.
  aws_ecr_repository_policy: policyOf("ECR repository policy", "repository ", "repository"),
  aws_iam_access_key: admitting("IAM access key", /^user$/, NO_USERS),
  aws_iam_group: row("IAM group", NO_USERS),
  aws_iam_group_policy: { ...policyOf("IAM inline policy", "", "group"), judged: { by: IDENTITY_POLICY } },
  aws_iam_policy_attachment: row("IAM policy attachment", {
    attributes: { ...NO_ATTRIBUTES, rights: [{ value: "policy_arn", named: "name", isUsual: false, warns: "gained" }] },
    judged: { by: ["iam-no-managed-policies", "task-reads-no-secrets"] },
  }),
  aws_iam_user: admitting("IAM user", /^name$/, NO_USERS),
  aws_iam_user_login_profile: admitting("IAM login profile", /^user$/, NO_USERS),
  aws_iam_user_policy: { ...policyOf("IAM inline policy", "", "user"), judged: { by: IDENTITY_POLICY } },
  aws_secretsmanager_secret_policy: policyOf("Secrets Manager secret policy", "secret ", "secret_arn"),
  aws_security_group_rule: admitting("EC2 security group rule", /^(cidr_blocks|ipv6_cidr_blocks|prefix_list_ids|self|source_security_group_id)\b/, {
    judged: { by: ["security-group-separate-rules"] },
  }),
  aws_sqs_queue_policy: policyOf("SQS queue policy", "queue ", "queue_url"),

  // Further types that decide where requests go.
  aws_lb_listener_certificate: row("Elastic Load Balancing listener certificate", {
    attributes: { ...NO_ATTRIBUTES, routes: [/^(certificate_arn|listener_arn)$/] },
  }),
  aws_lb_target_group_attachment: row("Elastic Load Balancing target", {
    attributes: { ...NO_ATTRIBUTES, routes: [/^(availability_zone|port|target_group_arn|target_id)$/] },
  }),

  // Types that Terraform can create again without a loss.
  aws_backup_plan: guarding("Backup plan"),
  aws_network_acl: guarding("EC2 network ACL"),
  aws_sqs_queue_redrive_allow_policy: row("SQS redrive allow policy"),
  aws_sqs_queue_redrive_policy: row("SQS redrive policy"),
};
