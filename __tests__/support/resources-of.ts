import { arnOf } from "./arns";
import { ACCOUNT_ID } from "./environments";
import type { Attributes, Synthesized } from "./synthesized";

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;

/** ARNs of an environment's named resources, and of resources that AWS names after them. */
export function namedResourcesOf(environment: Synthesized, suffix: string): string[] {
  const of = (type: string, pick: (attributes: Attributes) => string) =>
    environment.resources(type).map(([, attributes]) => pick(attributes));
  const addressed = [
    "aws_cloudwatch_event_rule",
    "aws_iam_role",
    "aws_lb_listener",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_sns_topic",
  ].flatMap((type) => environment.addresses(type).map((address) => arnOf(environment, address)));
  const cluster = "aws_rds_cluster.database_cluster";
  const users = ["app", "readonly", "postgres"].map((user) =>
    arn("rds-db", `dbuser:${arnOf(environment, cluster, "cluster_resource_id")}/${user}`),
  );
  const buckets = environment.addresses("aws_s3_bucket").map((address) => arnOf(environment, address));
  const topics = environment.addresses("aws_sns_topic").map((address) => arnOf(environment, address));
  const groups = of("aws_cloudwatch_log_group", ({ name }) => arn("logs", `log-group:${name}`));
  const [name] = of("aws_ecs_cluster", (attributes) => attributes.name);
  const balancing = (type: string, of: string) =>
    arn("elasticloadbalancing", `${type}/${of}/50dc6c495c0c9188`);
  return [
    ...addressed,
    ...users,
    ...buckets.flatMap((bucket) => [bucket, `${bucket}/AWSLogs/${ACCOUNT_ID}/log.gz`]),
    ...topics.map((topic) => `${topic}:0a1b2c3d-3333-4000-8000-000000000000`), // a subscription
    ...groups.flatMap((group) => [group, `${group}:*`, `${group}:log-stream:a`]),
    ...of(
      "aws_cloudwatch_dashboard",
      (it) => `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/${it.dashboard_name}`,
    ),
    ...of("aws_ecs_service", (service) => arn("ecs", `service/${name}/${service.name}`)),
    ...of("aws_ecs_service", (service) => arn("ecs", `service-deployment/${name}/${service.name}/a1B2`)),
    ...of("aws_ecs_task_definition", ({ family }) => arn("ecs", `task-definition/${family}:1`)),
    ...["cluster", "container-instance", "task"].map((type) => arn("ecs", `${type}/${name}`)),
    ...["container-instance", "task"].map((type) => arn("ecs", `${type}/${name}/0123456789abcdef`)),
    ...of("aws_ssm_parameter", (it) => arn("ssm", `parameter${it.name}`)),
    ...of("aws_lb", (it) => balancing("loadbalancer/app", it.name)),
    ...of("aws_lb_target_group", (it) => balancing("targetgroup", it.name)),
    ...of("aws_wafv2_web_acl", (it) => arn("wafv2", `regional/webacl/${it.name}/0a1b`)),
    ...of("aws_kms_alias", (it) => arn("kms", it.name)),
    ...of("aws_db_subnet_group", (it) => arn("rds", `subgrp:${it.name}`)),
    ...of("aws_db_event_subscription", (it) => arn("rds", `es:${it.name}`)),
    ...of("aws_rds_cluster_parameter_group", (it) => arn("rds", `cluster-pg:${it.name}`)),
    arn("rds", `cluster-snapshot:aurora-final-snapshot-${suffix}-20261126120000`),
    ...["release.lock", "transaction-processing.tfstate", "transaction-processing.tfstate.tflock"].map(
      (key) => `arn:aws:s3:::state-bucket/${suffix}/${key}`,
    ),
  ];
}

/** ARNs of alarms without tags: a team's own alarms, and alarms of Application Auto Scaling. */
export const untaggedAlarms = (suffix: string): string[] =>
  [
    `duplicate-payments/${suffix}`,
    `TargetTracking-service/ecs-cluster-${suffix}/ecs-service-blue-${suffix}-AlarmHigh-1`,
  ].map((name) => arn("cloudwatch", `alarm:${name}`));

/** ARNs of an environment's alarms. Some policies identify them by tags, because a list of their names would be too long. */
export const alarmsOf = (environment: Synthesized): string[] =>
  environment
    .resources("aws_cloudwatch_metric_alarm")
    .map(([, { alarm_name }]) => arn("cloudwatch", `alarm:${alarm_name}`));

/** EC2 resource types with ids instead of names. Only tags show to whom such a resource belongs. */
const OF_EC2 = [
  "elastic-ip/eipalloc",
  "internet-gateway/igw",
  "natgateway/nat",
  "network-interface/eni",
  "route-table/rtb",
  "security-group-rule/sgr",
  "security-group/sg",
  "subnet/subnet",
  "vpc-endpoint/vpce",
  "vpc-flow-log/fl",
  "vpc/vpc",
];
const ID = "0a1b2c3d4e5f60718";
/** ARNs of resources with ids instead of names. */
export const BY_ID: readonly string[] = [
  ...OF_EC2.map((type) => arn("ec2", `${type}-${ID}`)),
  arn("acm", "certificate/0a1b2c3d-0000-4000-8000-000000000000"),
  arn("application-autoscaling", `scalable-target/${ID}`),
  arn("kms", "key/0a1b2c3d-1111-4000-8000-000000000000"),
];

/** ARN of a master user secret of RDS. Not its name, but a tag that only AWS can set shows to which cluster it belongs. */
export const MASTER_SECRET = arn(
  "secretsmanager",
  "secret:rds!cluster-0a1b2c3d-2222-4000-8000-000000000000-a1B2c3",
);
export const clusterArn = (name: string) => arn("rds", `cluster:${name}`);
