import { RESOURCES } from "../../src/resources";
import { KNOWN } from "../../src/resources/known";
import type { Attributes, Json } from "../../src/review/terraform-plan";
import { reducedForms } from "../support/alternatives";
import { changeOf, reviewOf, saidIn, sectionOf, warnings } from "./made-up-plan";

const ALL = Object.entries({ ...KNOWN, ...RESOURCES });
const KEPT = changeOf("aws_lb.kept", { name: "a", idle_timeout: 1 }, { name: "a", idle_timeout: 2 });
const reviewed = (type: string, before: Attributes | null, after: Attributes | null) =>
  reviewOf({ changes: [KEPT, changeOf(`${type}.one`, before, after)] });
const typesWhere = (holds: (type: string) => boolean) =>
  ALL.map(([type]) => type)
    .filter(holds)
    .sort();

/** Resource types whose data AWS does not restore after a plan has destroyed it. */
const HOLDING_DATA = [
  "aws_backup_vault",
  "aws_cloudwatch_log_group",
  "aws_cognito_user_pool",
  "aws_db_cluster_snapshot",
  "aws_db_instance",
  "aws_db_snapshot",
  "aws_docdb_cluster",
  "aws_docdb_cluster_instance",
  "aws_dynamodb_table",
  "aws_ebs_snapshot",
  "aws_ebs_volume",
  "aws_ecr_repository",
  "aws_efs_file_system",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_elasticsearch_domain",
  "aws_fsx_lustre_file_system",
  "aws_fsx_ontap_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_windows_file_system",
  "aws_instance",
  "aws_keyspaces_table",
  "aws_kinesis_stream",
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_memorydb_cluster",
  "aws_mq_broker",
  "aws_msk_cluster",
  "aws_neptune_cluster",
  "aws_neptune_cluster_instance",
  "aws_opensearch_domain",
  "aws_qldb_ledger",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_rds_global_cluster",
  "aws_redshift_cluster",
  "aws_route53_zone",
  "aws_s3_bucket",
  "aws_s3_directory_bucket",
  "aws_s3_object",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_version",
  "aws_sqs_queue",
  "aws_timestreamwrite_table",
];

const GUARDING = [
  "aws_appautoscaling_policy",
  "aws_backup_plan",
  "aws_backup_selection",
  "aws_cloudtrail",
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_metric_alarm",
  "aws_config_configuration_recorder",
  "aws_db_event_subscription",
  "aws_default_security_group",
  "aws_flow_log",
  "aws_guardduty_detector",
  "aws_lambda_function",
  "aws_lambda_permission",
  "aws_network_acl",
  "aws_route53_resolver_query_log_config",
  "aws_route53_resolver_query_log_config_association",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_versioning",
  "aws_secretsmanager_secret_rotation",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_wafv2_web_acl",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
];

/** A row with the opposite value would warn about a new protection, and would not report a lost one. */
const PROTECTING_LEAST = [
  "aws_appautoscaling_target.suspended_state[0].dynamic_scaling_in_suspended = true",
  "aws_appautoscaling_target.suspended_state[0].dynamic_scaling_out_suspended = true",
  "aws_appautoscaling_target.suspended_state[0].scheduled_scaling_suspended = true",
  "aws_cloudtrail.enable_log_file_validation = false",
  "aws_cloudtrail.enable_logging = false",
  "aws_cloudtrail.is_multi_region_trail = false",
  "aws_cloudwatch_composite_alarm.actions_enabled = false",
  "aws_cloudwatch_event_rule.state = DISABLED",
  "aws_cloudwatch_metric_alarm.actions_enabled = false",
  "aws_db_event_subscription.enabled = false",
  "aws_db_instance.delete_automated_backups = true",
  "aws_db_instance.deletion_protection = false",
  "aws_db_instance.iam_database_authentication_enabled = false",
  "aws_db_instance.skip_final_snapshot = true",
  "aws_docdb_cluster.deletion_protection = false",
  "aws_docdb_cluster.skip_final_snapshot = true",
  "aws_dynamodb_table.deletion_protection_enabled = false",
  "aws_dynamodb_table.point_in_time_recovery[0].enabled = false",
  "aws_dynamodb_table.ttl[0].enabled = true",
  "aws_guardduty_detector.enable = false",
  "aws_kinesis_stream.encryption_type = NONE",
  "aws_kms_key.enable_key_rotation = false",
  "aws_kms_key.is_enabled = false",
  "aws_lambda_function.reserved_concurrent_executions = 0",
  "aws_lb.access_logs[0].enabled = false",
  "aws_lb.drop_invalid_header_fields = false",
  "aws_lb.enable_deletion_protection = false",
  "aws_lb.enable_waf_fail_open = true",
  "aws_neptune_cluster.deletion_protection = false",
  "aws_neptune_cluster.skip_final_snapshot = true",
  "aws_rds_cluster.copy_tags_to_snapshot = false",
  "aws_rds_cluster.delete_automated_backups = true",
  "aws_rds_cluster.deletion_protection = false",
  "aws_rds_cluster.enable_http_endpoint = true",
  "aws_rds_cluster.iam_database_authentication_enabled = false",
  "aws_rds_cluster.skip_final_snapshot = true",
  "aws_rds_cluster.storage_encrypted = false",
  "aws_rds_cluster_instance.auto_minor_version_upgrade = false",
  "aws_rds_cluster_instance.performance_insights_enabled = false",
  "aws_s3_bucket.force_destroy = true",
  "aws_s3_bucket_public_access_block.block_public_acls = false",
  "aws_s3_bucket_public_access_block.block_public_policy = false",
  "aws_s3_bucket_public_access_block.ignore_public_acls = false",
  "aws_s3_bucket_public_access_block.restrict_public_buckets = false",
  "aws_ssm_parameter.type = String",
];

const OPENING = [
  "aws_db_instance.publicly_accessible = true",
  "aws_ecs_service.enable_execute_command = true",
  "aws_ecs_service.network_configuration[0].assign_public_ip = true",
  "aws_lb.internal = false",
  "aws_lb_listener.protocol = HTTP",
  "aws_mq_broker.publicly_accessible = true",
  "aws_rds_cluster_instance.publicly_accessible = true",
  "aws_redshift_cluster.publicly_accessible = true",
  "aws_subnet.map_public_ip_on_launch = true",
];

/** Attributes with rights, each with the words and the attribute by which a review names the owner of the rights. */
const GIVING_RIGHTS = [
  "aws_ecr_repository_policy.policy: repository <repository>",
  "aws_elasticsearch_domain.access_policies: domain <domain_name>",
  "aws_iam_group_policy.policy: <group>",
  "aws_iam_policy.policy: policy <name>",
  "aws_iam_policy_attachment.policy_arn: <name>",
  "aws_iam_role.assume_role_policy: who may assume <name>",
  "aws_iam_role.max_session_duration: <name>, only its change is news",
  "aws_iam_role.permissions_boundary: <name>",
  "aws_iam_role_policy.policy: <role>",
  "aws_iam_role_policy_attachment.policy_arn: <role>",
  "aws_iam_user_policy.policy: <user>",
  "aws_kms_key.policy: key <description>",
  "aws_lambda_function.role: <function_name>, only its change is news",
  "aws_lambda_permission.principal: <function_name>, only its change is news",
  "aws_opensearch_domain.access_policies: domain <domain_name>",
  "aws_s3_bucket_policy.policy: bucket <bucket>",
  "aws_secretsmanager_secret_policy.policy: secret <secret_arn>",
  "aws_sns_topic_policy.policy: topic <arn>",
  "aws_sqs_queue.policy: queue <name>",
  "aws_sqs_queue_policy.policy: queue <queue_url>",
  "aws_vpc_endpoint.policy: endpoint <service_name>",
];

/** Paths of parts that protect, as in Terraform's plans. */
const PROTECTING_PARTS: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_composite_alarm: ["alarm_rule", "alarm_actions[0]"],
  aws_cloudwatch_event_rule: ["event_pattern.source[0]", "schedule_expression"],
  aws_cloudwatch_event_target: ["arn"],
  aws_cloudwatch_log_group: ["kms_key_id", "log_group_class"],
  aws_cloudwatch_metric_alarm: [
    "alarm_actions[0]",
    ...["comparison_operator", "treat_missing_data", "dimensions.ClusterName", "extended_statistic"],
    ...["metric_name", "namespace", "statistic", "unit", "metric_query[0].expression"],
    ...["metric_query[0].metric[0].stat", "metric_query[0].metric[0].dimensions.LoadBalancer"],
    ...["metric_query[0].metric[0].metric_name", "metric_query[0].metric[0].namespace"],
  ],
  aws_db_event_subscription: ["event_categories[0]", "source_ids[0]", "sns_topic", "source_type"],
  aws_db_instance: ["enabled_cloudwatch_logs_exports[0]"],
  aws_ecs_cluster: ["setting[containerInsights].value"],
  aws_ecs_service: [
    ...["alarms[0].enable", "alarms[0].alarm_names[0]", "deployment_circuit_breaker[0].rollback"],
    "platform_version",
  ],
  aws_ecs_task_definition: ["execution_role_arn", "ipc_mode", "network_mode", "pid_mode", "task_role_arn"],
  aws_flow_log: ["log_destination", "log_format", "traffic_type"],
  aws_lambda_function: ["handler", "runtime", "timeout"],
  aws_lambda_permission: ["source_account", "source_arn"],
  aws_lb: ["access_logs[0].bucket", "desync_mitigation_mode"],
  aws_lb_listener: [
    ...["ssl_policy", "certificate_arn"],
    ...["mutual_authentication[0].mode", "mutual_authentication[0].trust_store_arn"],
  ],
  aws_rds_cluster: ["enabled_cloudwatch_logs_exports[0]", "db_cluster_parameter_group_name", "kms_key_id"],
  aws_rds_cluster_instance: ["performance_insights_kms_key_id"],
  aws_rds_cluster_parameter_group: ["parameter[rds.force_ssl].value"],
  aws_s3_bucket_lifecycle_configuration: ["rule[0].filter[0].prefix", "rule[0].prefix", "rule[0].status"],
  aws_s3_bucket_server_side_encryption_configuration: [
    "rule[0].apply_server_side_encryption_by_default[0].sse_algorithm",
    "rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id",
  ],
  aws_s3_bucket_versioning: ["versioning_configuration[0].mfa_delete", "versioning_configuration[0].status"],
  aws_sns_topic: ["kms_master_key_id"],
  aws_sns_topic_subscription: ["endpoint", "filter_policy.type[0]", "protocol", "topic_arn"],
  aws_ssm_parameter: ["allowed_pattern", "key_id"],
  aws_wafv2_web_acl: [
    ...["rule[known-bad].name", "rule[rate].action[0].block[0]", "default_action[0].block[0]"],
    "rule[rate].statement[0].rate_based_statement[0].aggregate_key_type",
    ...["name", "vendor_name", "version"].map(
      (name) => `rule[common].statement[0].managed_rule_group_statement[0].${name}`,
    ),
    ...["ip_set", "regex_pattern_set", "rule_group"].map(
      (kind) => `rule[blocked].statement[0].${kind}_reference_statement[0].arn`,
    ),
  ],
  aws_wafv2_web_acl_association: ["resource_arn", "web_acl_arn"],
  aws_wafv2_web_acl_logging_configuration: ["log_destination_configs[0]", "redacted_fields[0].method[0]"],
};

/** Paths of numbers that protect, each with the direction in which it protects less. */
const PROTECTING_LIMITS = {
  aws_cloudwatch_metric_alarm: {
    threshold: "by comparison_operator",
    datapoints_to_alarm: "higher",
    evaluation_periods: "higher",
    period: "higher",
    "metric_query[0].period": "higher",
    "metric_query[0].metric[0].period": "higher",
  },
  aws_flow_log: { max_aggregation_interval: "higher" },
  aws_kms_key: { rotation_period_in_days: "higher", deletion_window_in_days: "lower" },
  aws_rds_cluster: { backtrack_window: "lower" },
  aws_s3_bucket_lifecycle_configuration: {
    "rule[0].noncurrent_version_expiration[0].newer_noncurrent_versions": "lower",
  },
  aws_wafv2_web_acl: {
    "rule[rate].statement[0].rate_based_statement[0].limit": "higher",
    "rule[rate].statement[0].rate_based_statement[0].evaluation_window_sec": "lower",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Paths of values that let more through or delete something. */
const LOOSENING: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_metric_alarm: [
    "metric_query[0].account_id", // the metric of the same name in another account
    "metric_query[0].metric[0].dimensions.Service",
    "metric_query[0].metric[0].unit",
  ],
  aws_default_security_group: ["ingress[0].cidr_blocks[0]", "egress[0].cidr_blocks[0]"],
  aws_ecs_service: ["network_configuration[0].security_groups[0]"],
  aws_iam_openid_connect_provider: ["client_id_list[0]", "thumbprint_list[0]"],
  aws_lb: ["security_groups[0]"],
  aws_rds_cluster: ["vpc_security_group_ids[0]", "iam_roles[0]"],
  aws_route: [
    ...[
      "gateway_id",
      "carrier_gateway_id",
      "egress_only_gateway_id",
      "local_gateway_id",
      "transit_gateway_id",
    ],
    ...["core_network_arn", "network_interface_id", "vpc_endpoint_id", "vpc_peering_connection_id"],
  ],
  aws_s3_bucket_lifecycle_configuration: ["rule[0].expiration[0].date"],
  aws_vpc_endpoint: ["security_group_ids[0]"],
  aws_wafv2_web_acl: [
    "rule[partner].action[0].allow[0]",
    "rule[rate].statement[0].rate_based_statement[0].scope_down_statement[0]",
  ],
};

/** Resource types whose destruction users notice. */
const NOTICED = [
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_internet_gateway",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_route",
  "aws_route53_record",
  "aws_route_table_association",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
];

/** Paths of values besides the weights that decide where requests go. */
const DECIDING: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_service: ["load_balancer[0].target_group_arn"],
  aws_lb: ["internal", "ip_address_type", "security_groups[0]", "subnets[0]", "subnet_mapping[0].subnet_id"],
  aws_lb_listener: [
    ...["alpn_policy", "certificate_arn", "default_action[0].type", "load_balancer_arn"],
    ...["mutual_authentication[0].mode", "port", "protocol"],
  ],
  aws_lb_listener_certificate: ["certificate_arn", "listener_arn"],
  aws_lb_listener_rule: [
    "action[0].type",
    "condition[0].path_pattern[0].values[0]",
    "listener_arn",
    "priority",
  ],
  aws_lb_target_group: [
    ...["health_check[0].path", "load_balancing_algorithm_type", "port", "protocol", "protocol_version"],
    ...[
      "slow_start",
      "stickiness[0].enabled",
      "target_group_health[0].dns_failover[0]",
      "target_type",
      "vpc_id",
    ],
  ],
  aws_lb_target_group_attachment: ["availability_zone", "port", "target_group_arn", "target_id"],
  aws_route53_record: [
    ...["alias[0].name", "name", "records[0]", "set_identifier", "type", "zone_id", "health_check_id"],
    "weighted_routing_policy[0].weight",
  ],
  aws_route53_zone: ["name", "vpc[0].vpc_id"],
};

/** Paths of values that grant permissions or access. */
const ADMITTING: Readonly<Record<string, readonly string[]>> = {
  aws_iam_access_key: ["user"],
  aws_iam_role: ["managed_policy_arns[0]"],
  aws_iam_user: ["name"],
  aws_iam_user_login_profile: ["user"],
  aws_instance: ["associate_public_ip_address", "iam_instance_profile"],
  aws_route_table: ["cidr_block", "destination_prefix_list_id", "ipv6_cidr_block"].map(
    (it) => `route[0].${it}`,
  ),
  aws_security_group: ["egress[0]", "ingress[0]"].flatMap((block) => [
    ...[`${block}.cidr_blocks[0]`, `${block}.ipv6_cidr_blocks[0]`, `${block}.prefix_list_ids[0]`],
    ...[`${block}.security_groups[0]`, `${block}.self`],
  ]),
  aws_security_group_rule: [
    ...["cidr_blocks[0]", "ipv6_cidr_blocks[0]", "prefix_list_ids[0]", "self", "source_security_group_id"],
  ],
};

/** Alternatives of a pattern that no listed path needs: the list wants a path for each, or the alternative goes. */
const unlisted = (pattern: RegExp, paths: readonly string[]) =>
  reducedForms(pattern)
    .filter((reduced) => paths.every((path) => pattern.test(path) === reduced.pattern.test(path)))
    .map(({ without }) => `${without} of ${pattern}`);

describe("the rows, as a review reads them", () => {
  it("destroying these types blocks, and no other known type", () => {
    expect(typesWhere((type) => reviewed(type, {}, null).verdict === "blocked")).toEqual(HOLDING_DATA);
  });

  it("when these types go, something is no longer guarded, recorded or reported", () => {
    const goes = (type: string) =>
      warnings(reviewed(type, {}, null)).some((it) => it.startsWith(`${type}.one: is destroyed`));
    expect(typesWhere(goes)).toEqual(GUARDING);
  });

  const attributesOf = <Value>(pick: (row: (typeof ALL)[number][1]) => Readonly<Record<string, Value>>) =>
    ALL.flatMap(([type, row]) =>
      Object.entries(pick(row)).map(([name, value]) => [type, name, value] as const),
    );
  const valueAt = (path: string, value: Json): Attributes => {
    const [, name = path, inner] = /^(\w+)\[0\]\.(\w+)$/.exec(path) ?? [];
    return { [name]: inner === undefined ? value : [{ [inner]: value }] };
  };
  const other = (value: Json): Json => (typeof value === "boolean" ? !value : `not ${value}`);

  it("these values protect least or open something, and no other known ones", () => {
    const weak = attributesOf((row) => row.attributes.weak);
    const opens = attributesOf((row) => row.attributes.opens);
    expect(weak.map(([type, name, value]) => `${type}.${name} = ${value}`).sort()).toEqual(PROTECTING_LEAST);
    expect(opens.map(([type, name, { value }]) => `${type}.${name} = ${value}`).sort()).toEqual(OPENING);
  });

  it("these documents and values give rights, and no other known ones", () => {
    const rights = ALL.flatMap(([type, { attributes }]) =>
      attributes.rights.map((it) =>
        "document" in it
          ? `${type}.${it.document}: ${it.of}<${it.named}>`
          : `${type}.${it.value}: <${it.named}>${it.isUsual ? ", only its change is news" : ""}`,
      ),
    );
    expect(rights.sort()).toEqual(GIVING_RIGHTS);
  });

  it.each([
    ["parts", PROTECTING_PARTS],
    ["loosens", LOOSENING],
    ["admits", ADMITTING],
    ["routes", DECIDING],
  ] as const)("the paths of %s are these, and no other known ones", (kind, expected) => {
    const listing = ALL.filter(([, { attributes }]) => attributes[kind].length > 0);
    expect(listing.map(([type]) => type).sort()).toEqual(Object.keys(expected).sort());
    for (const [type, { attributes }] of listing) {
      const paths = expected[type] ?? [];
      expect(paths.filter((path) => !attributes[kind].some((it) => it.test(path)))).toEqual([]);
      expect(attributes[kind].filter((it) => !paths.some((path) => it.test(path)))).toEqual([]);
      expect([type, attributes[kind].flatMap((it) => unlisted(it, paths))]).toEqual([type, []]);
    }
  });

  it("these numbers protect, each in this direction, and no other known ones", () => {
    const limits = ALL.flatMap(([type, { attributes }]) => attributes.limits.map((it) => ({ type, ...it })));
    const known = Object.entries(PROTECTING_LIMITS).flatMap(([type, paths]) =>
      Object.entries(paths).map(([path, weaker]) => ({ type, path, weaker })),
    );
    const of = (it: (typeof known)[number]) =>
      limits.find(({ type, path }) => type === it.type && path.test(it.path));
    expect(known.map((it) => ({ ...it, weaker: of(it)?.weaker }))).toEqual(known);
    expect(limits.filter((it) => !known.some((each) => of(each) === it))).toEqual([]);
    for (const { type, path } of limits) {
      const paths = known.filter((it) => it.type === type).map((it) => it.path);
      expect([type, unlisted(path, paths)]).toEqual([type, []]);
    }
  });

  it.each(attributesOf((row) => row.attributes.weak))("%s: warns when %s becomes %s", (type, name, weak) => {
    const [strong, made] = [other(weak), weak].map((value) => valueAt(name, value)) as [
      Attributes,
      Attributes,
    ];
    expect(warnings(reviewed(type, strong, made))).toEqual([`${type}.one: ${name} becomes ${weak}`]);
    expect(warnings(reviewed(type, made, strong))).toEqual([]);
  });

  it.each(attributesOf((row) => row.attributes.opens))("%s: warns when %s opens", (type, name, { value }) => {
    const sentence = `${type}.one gets ${name} = ${JSON.stringify(value)}`;
    const [closed, open] = [other(value), value].map((it) => valueAt(name, it)) as [Attributes, Attributes];
    expect(warnings(reviewed(type, closed, open))).toContain(sentence);
  });

  it.each(attributesOf((row) => row.attributes.interrupts))(
    "%s: warns of what users notice of another %s",
    (type, path, { happens, advice }) => {
      const sentence = `${type}.one, ${path} a → b: ${happens}; ${advice}`;
      const [a, b] = [valueAt(path, "a"), valueAt(path, "b")];
      expect(warnings(reviewed(type, a, b))).toContain(sentence);
      expect(warnings(reviewed(type, a, { ...a, more: 1 }))).toEqual([]);
    },
  );

  it.each(attributesOf((row) => row.attributes.lessens))(
    "%s: warns of what users notice of a lower %s",
    (type, path, { happens, advice }) => {
      const [less, more] = [valueAt(path, 9), valueAt(path, 10)];
      expect(warnings(reviewed(type, more, less))).toContain(
        `${type}.one, ${path} 10 → 9: ${happens}; ${advice}`,
      );
      expect(warnings(reviewed(type, less, more)).filter((it) => it.includes(happens))).toEqual([]);
    },
  );

  it("of these types users notice when one goes, and of no other known one", () => {
    const noticed = ALL.filter(([, { attributes }]) => attributes.gone !== undefined);
    expect(noticed.map(([type]) => type).sort()).toEqual(NOTICED);
    for (const [type, { attributes }] of noticed) {
      const { happens, advice } = attributes.gone ?? {};
      expect(warnings(reviewed(type, { x: "a" }, null))).toContain(
        `${type}.one is destroyed: ${happens}; ${advice}`,
      );
    }
  });

  it("each type of a service that routes requests decides where they go", () => {
    // No resource type of these services is missing in the list.
    const ofThem = ALL.filter(([, { aws }]) => /^(Elastic Load Balancing|Route 53(?! query))/.test(aws));
    expect(ofThem.map(([type]) => type).filter((type) => !(type in DECIDING))).toEqual([]);
  });

  it.each(
    ALL.flatMap(([type, { attributes }]) =>
      attributes.rights.map((right) => [type, "document" in right ? right.document : right.value] as const),
    ),
  )("%s: the access section tells of %s", (type, name) => {
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: "*" }];
    const before = /polic(y|ies)$/.test(name) ? JSON.stringify({ Statement: [] }) : "before";
    const after = /polic(y|ies)$/.test(name) ? JSON.stringify({ Statement }) : "after";
    const change = changeOf(`${type}.one`, { [name]: before }, { [name]: after });
    const lines = sectionOf(
      { changes: [change], configuration: { [type]: { one: { [name]: after } } } },
      "Access",
    );
    expect(lines.join("\n")).toContain("gains");
  });
});

it("a limit that waits for a reboot is said, when it changes and not when another value beside it does", () => {
  const capacity = (least: number, most: number) => ({
    serverlessv2_scaling_configuration: [{ min_capacity: least, max_capacity: most }],
  });
  const raised = reviewed("aws_rds_cluster", capacity(2, 4), capacity(2, 16));
  expect(warnings(raised)).toEqual([
    "aws_rds_cluster.one: serverlessv2_scaling_configuration[0].max_capacity 4 → 16 needs a reboot for the limit of connections of each instance: docs/runbooks/database.md",
  ]);
  expect(warnings(reviewed("aws_rds_cluster", capacity(0.5, 4), capacity(1, 4)))).toEqual([
    "aws_rds_cluster.one: serverlessv2_scaling_configuration[0].min_capacity 0.5 → 1 needs a reboot for the limit of connections of each instance, if the change crosses 1 ACU: docs/runbooks/database.md",
  ]);
  const window = (preferred_backup_window: string) => ({ ...capacity(2, 4), preferred_backup_window });
  expect(warnings(reviewed("aws_rds_cluster", window("06:00-06:30"), window("07:00-07:30")))).toEqual([]);
});

it("a static parameter of the database that is new waits for a reboot", () => {
  const parameters = (...pairs: [string, string][]) => ({
    parameter: pairs.map(([name, value]) => ({ name, value, apply_method: "pending-reboot" })),
  });
  const tls = ["rds.force_ssl", "1"] as [string, string];
  const preloaded = reviewed(
    "aws_rds_cluster_parameter_group",
    parameters(tls),
    parameters(tls, ["shared_preload_libraries", "pg_stat_statements,pgaudit"]),
  );
  expect(warnings(preloaded)).toEqual([
    "aws_rds_cluster_parameter_group.one: parameter[shared_preload_libraries].value nothing → pg_stat_statements,pgaudit needs a reboot for the audit log of schemas and roles on each instance: docs/runbooks/database.md",
  ]);
});

it("a successor to what is replaced is filled in by AWS: that interrupts no more than the replacement", () => {
  const { change, ...rest } = changeOf(
    "aws_rds_cluster_instance.one",
    { engine_version: "16.1" },
    {},
    { engine_version: true },
  );
  const replaced = { ...rest, change: { ...change, actions: ["delete", "create"] } };
  expect(saidIn({ changes: [replaced] }, "Interruptions")).toEqual([
    expect.stringMatching(/^! aws_rds_cluster_instance\.one is destroyed and then created again: /),
  ]);
  const updated = { ...rest, change: { ...change, actions: ["update"] } };
  expect(reviewOf({ changes: [updated] }).sections.map(({ title }) => title)).toContain("Interruptions");
});
