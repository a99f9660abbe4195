import { resolve } from "node:path";
import { COLORS, type Color } from "./color";
import type { EngineMajor } from "./engine";

/**
 * Names are `{resource-type}-{environmentSuffix}`, plain strings, made only here.
 *
 * The suffix always ends the name, so that a person can search for it and {@link resourceName} can promise that
 * two environments of one account never share a name.
 */

/** The longest name that AWS takes, in characters, for each prefix. */
const MAX_NAME_LENGTH = {
  // Elastic Load Balancing: 32 characters, letters, digits and hyphens.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  "load-balancer": 32,
  "target-group": 32,
  // RDS identifiers: 63 characters (the 255 of a parameter group is not needed).
  "aurora-cluster": 63,
  "aurora-instance": 63,
  "aurora-final-snapshot": 255,
  "aurora-parameter-group": 255,
  "aurora-postgresql17-parameter-group": 255,
  "aurora-subnet-group": 255,
  "failover-event-subscription": 255,
  "instance-event-subscription": 255,
  "parameter-group-event-subscription": 255,
  "security-group-event-subscription": 255,
  // IAM role names: 64 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  "application-role": 64,
  "break-glass-role": 64,
  "developer-role": 64,
  "enhanced-monitoring-role": 64,
  "execution-role": 64,
  "flow-log-role": 64,
  "github-deploy-role": 64,
  "github-plan-role": 64,
  "github-preview-role": 64,
  "github-release-role": 64,
  "github-policy": 128,
  "permissions-boundary": 128,
  "inline-policy": 128,
  "observer-role": 64,
  "operator-role": 64,
  "release-controller-role": 64,
  "releaser-role": 64,
  // EventBridge rules: 64 characters. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
  "alarm-end-rule": 64,
  "break-glass-rule": 64,
  "release-alarm-rule": 64,
  "release-tick-rule": 64,
  "service-failure-rule": 64,
  // Lambda function names: 64 characters. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  "release-controller": 64,
  // S3 bucket names: 63 characters, lower case, unique in the whole world, so the account id is part of them.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  "access-logs": 63,
  // Names and families of ECS: 255 characters. https://docs.aws.amazon.com/AmazonECS/latest/APIReference
  "ecs-cluster": 255,
  "ecs-service": 255,
  "task-definition": 255,
  "scaling-policy": 256,
  // Security group names: 255 characters, and they may not begin with `sg-`.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  "alb-security-group": 255,
  "task-security-group": 255,
  "migration-security-group": 255,
  "database-security-group": 255,
  "endpoint-security-group": 255,
  // EC2 has no names: these are `Name` tags, of at most 256 characters.
  "default-security-group": 256,
  "elastic-ip": 256,
  "network-flow-log": 256,
  "gateway-endpoint": 256,
  "interface-endpoint": 256,
  "internet-gateway": 256,
  "nat-gateway": 256,
  "private-route-table": 256,
  "private-subnet": 256,
  "public-route-table": 256,
  "public-subnet": 256,
  vpc: 256,
  alarm: 255,
  dashboard: 255,
  "log-group": 512,
  topic: 256,
  "web-acl": 128,
  // AWS WAF logs only to log groups whose names begin with this text.
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  "aws-waf-logs": 512,
  certificate: 256,
  "kms-key": 256,
} as const;

/**
 * The beginning of the names of one kind of resource, such as `ecs-service`; it differs from the Terraform type
 * (`src/resources/`).
 */
export type NamePrefix = keyof typeof MAX_NAME_LENGTH;

/** The qualifier of the longest name per tightest limit: `target-group-green-<suffix>` has to fit 32 characters. */
export const MAX_SUFFIX_LENGTH = MAX_NAME_LENGTH["target-group"] - "target-group-green-".length;

/**
 * The name of a resource: `{prefix}-{suffix}`, or `{prefix}-{qualifier}-{suffix}` where an environment has several.
 *
 * A prefix stands either always before a qualifier or never, so no suffix can imitate a qualifier in the names of one AWS service; a
 * test holds this over the whole stack.
 *
 * @param suffix the environment's suffix, plain text
 * @param prefix which sort of resource it is
 * @param qualifier what tells several resources of one prefix apart: a color, a zone, a metric
 * @throws when the name would be longer than AWS takes
 */
export function resourceName(suffix: string, prefix: NamePrefix, qualifier?: string): string {
  const name = [prefix, qualifier, suffix].filter((part) => part !== undefined).join("-");
  const limit = MAX_NAME_LENGTH[prefix];
  if (name.length > limit) {
    throw new Error(
      `${prefix} name "${name}" has ${name.length} characters, at most ${limit} are allowed - try a shorter suffix`,
    );
  }
  return name;
}

/**
 * Name of the database's parameter group. It carries the major version, so that the group of another one is made before the old one
 * goes, which its cluster uses until then; but that of 16, by which environments were made before there was another.
 */
export const parameterGroupName = (suffix: string, major: EngineMajor): string =>
  resourceName(
    suffix,
    major === "16" ? "aurora-parameter-group" : `aurora-postgresql${major}-parameter-group`,
  );

/** Alarms of each color; all of them are release alarms of a release to it. */
const COLOR_ALARMS = [
  "failed-requests",
  "quiet-failed-requests",
  "p99-latency",
  "unhealthy-hosts",
  "running-tasks",
] as const;

/** Qualifier of a color's alarm. */
export const colorAlarm = (color: Color, what: (typeof COLOR_ALARMS)[number]) => `${color}-${what}` as const;

/** Names of a color's alarms. */
export const colorAlarmNames = (suffix: string, color: Color): string[] =>
  COLOR_ALARMS.map((what) => resourceName(suffix, "alarm", colorAlarm(color, what)));

/** Alarms on what both colors share. */
const SHARED_ALARMS = [
  "load-balancer-5xx",
  "quiet-load-balancer-5xx",
  "database-cpu",
  "database-connections",
  "database-capacity",
  "database-replica-lag",
  "web-acl-blocked", // only where there is a web ACL
  "database-instances",
  "database-memory",
  "database-transaction-ids",
  "nat-port-errors",
  "certificate-expiry",
  "release-controller-errors",
  "release-controller-silent",
] as const;

/** Qualifier of every alarm that an environment can make. */
export type AlarmQualifier = ReturnType<typeof colorAlarm> | (typeof SHARED_ALARMS)[number];

/** Names of every alarm that an environment can make, whatever its settings. */
export const alarmNames = (suffix: string): string[] => [
  ...COLORS.flatMap((color) => colorAlarmNames(suffix, color)),
  ...SHARED_ALARMS.map((what) => resourceName(suffix, "alarm", what)),
];

/**
 * Names of alarms that an environment of an older version has. A deployment deletes them, so who deploys may. These may go once no
 * environment was last deployed by 42e4c44 or before: docs/upgrading.md
 */
export const retiredAlarmNames = (suffix: string): string[] =>
  COLORS.map((color) => resourceName(suffix, "alarm", `${color}-5xx-rate`));

/**
 * How the name of an alarm ends that a team makes for itself, outside of the stack, as a release alarm:
 * `duplicate-payments/dev`. No suffix holds a slash, so policies can tell `dev` from `pr-dev`.
 */
export const ownAlarmEnding = (suffix: string): string => `/${suffix}`;

/** Names of every role that an AWS service assumes for an environment; the last two are there only where they are needed. */
export const serviceRoleNames = (suffix: string): string[] => [
  ...COLORS.map((color) => resourceName(suffix, "application-role", color)),
  ...[...COLORS, "migration"].map((task) => resourceName(suffix, "execution-role", task)),
  resourceName(suffix, "release-controller-role"),
  resourceName(suffix, "flow-log-role"),
  resourceName(suffix, "enhanced-monitoring-role"),
];

/** Log group of the release controller: Lambda writes to the one of this name, as long as it is not told another. */
export const controllerLogGroup = (suffix: string): string =>
  `/aws/lambda/${resourceName(suffix, "release-controller")}`;

/** Names of every log group that an environment may have; WAF's is there only where WAF is on. */
export const logGroupNames = (suffix: string): string[] => [
  ...["blue", "green", "migration", "flow", "release"].map((name) => resourceName(suffix, "log-group", name)),
  controllerLogGroup(suffix),
  resourceName(suffix, "aws-waf-logs"),
  `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
  `/aws/ecs/containerinsights/${resourceName(suffix, "ecs-cluster")}/performance`,
];

/** The variables that every task of the application has from the stack itself, and that no setting may name. */
export const TASK_VARIABLES = [
  "AWS_REGION",
  "COLOR",
  "DATABASE_HOST",
  "DATABASE_NAME",
  "DATABASE_PORT",
  "DATABASE_READER_HOST",
  "DATABASE_USER",
  "PORT",
] as const;

/** The environment's Terraform stack; its configuration is written to the folder of this name below `stacks/`. */
export const stackName = (suffix: string): string => `transaction-processing-${suffix}`;

/** Folder of that configuration, where Terraform works. @param outdir where cdktf writes to */
export const stackFolder = (suffix: string, outdir = "cdktf.out"): string =>
  resolve(outdir, "stacks", stackName(suffix));

/** Key of the environment's Terraform state in the state bucket; Terraform locks it by `<key>.tflock`. */
export const stateKey = (suffix: string): string => `${suffix}/transaction-processing.tfstate`;

/** Key of the environment's own lock in the state bucket, which releases, deployments and destroys hold. */
export const lockKey = (suffix: string): string => `${suffix}/release.lock`;
