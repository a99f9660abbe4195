import { resolve } from "node:path";
import { COLORS } from "./color";
import type { EngineMajor } from "./engine";

/**
 * This file builds the names of all resources, as plain strings of the form `{prefix}-{environmentSuffix}`.
 *
 * Each name ends with the suffix, so that people can search for an environment's resources. {@link resourceName} guarantees that no two
 * environments of an account share a name.
 */

/** The maximum length that AWS accepts for a name with each prefix, in characters. */
const MAX_NAME_LENGTH = {
  // Elastic Load Balancing: 32 characters, letters, digits and hyphens.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  "load-balancer": 32,
  "target-group": 32,
  // RDS: 63 characters for identifiers of clusters and instances, 255 for other names.
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
  // S3 bucket names: 63 characters in lower case. They are unique in the whole world, so they contain the account id.
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
  // Most EC2 resources have no name. The following are values of the `Name` tag, with at most 256 characters.
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

/** The prefix of the names of similar resources, such as `ecs-service`. */
export type NamePrefix = keyof typeof MAX_NAME_LENGTH;

/** The maximum length of a suffix. The tightest limit decides: `target-group-green-<suffix>` may have 32 characters. */
export const MAX_SUFFIX_LENGTH = MAX_NAME_LENGTH["target-group"] - "target-group-green-".length;

/**
 * Returns the name of a resource: `{prefix}-{suffix}`, or `{prefix}-{qualifier}-{suffix}` if several resources have the prefix.
 *
 * No prefix is used both with and without a qualifier (a test checks this). Otherwise a suffix could look like a qualifier, and two
 * environments could share a name.
 *
 * @param suffix the environment's suffix
 * @param prefix the prefix for this sort of resource
 * @param qualifier a text that distinguishes resources with the same prefix, such as a color or a zone
 * @throws Error if AWS does not accept a name of this length
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
 * Returns the name of the database's parameter group. The name contains the major version, so Terraform can create the new group
 * during an upgrade while the cluster still uses the old group. The name for 16, the first supported version, contains no version.
 */
export const parameterGroupName = (suffix: string, major: EngineMajor): string =>
  resourceName(
    suffix,
    major === "16" ? "aurora-parameter-group" : `aurora-postgresql${major}-parameter-group`,
  );

/** Names of all roles that AWS services assume for an environment. The last two roles exist only if the settings need them. */
export const serviceRoleNames = (suffix: string): string[] => [
  ...COLORS.map((color) => resourceName(suffix, "application-role", color)),
  ...[...COLORS, "migration"].map((task) => resourceName(suffix, "execution-role", task)),
  resourceName(suffix, "release-controller-role"),
  resourceName(suffix, "flow-log-role"),
  resourceName(suffix, "enhanced-monitoring-role"),
];

/** Returns the name of the release controller's log group. Lambda writes to a log group with this name by default. */
export const controllerLogGroup = (suffix: string): string =>
  `/aws/lambda/${resourceName(suffix, "release-controller")}`;

/** Names of all log groups that an environment can have. WAF's log group exists only if WAF is on. */
export const logGroupNames = (suffix: string): string[] => [
  ...["blue", "green", "migration", "flow", "release"].map((name) => resourceName(suffix, "log-group", name)),
  controllerLogGroup(suffix),
  resourceName(suffix, "aws-waf-logs"),
  `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
  `/aws/ecs/containerinsights/${resourceName(suffix, "ecs-cluster")}/performance`,
];

/** Environment variables that the stack sets in every task of the application. Settings may not use these names. */
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

/** Returns the name of the environment's Terraform stack. The stack's folder below `stacks/` has the same name. */
export const stackName = (suffix: string): string => `transaction-processing-${suffix}`;

/** Returns the folder of the stack's configuration. Terraform runs in this folder. @param outdir the output folder of cdktf */
export const stackFolder = (suffix: string, outdir = "cdktf.out"): string =>
  resolve(outdir, "stacks", stackName(suffix));

/** Returns the S3 key of the environment's Terraform state. Terraform's lock of the state is the object `<key>.tflock`. */
export const stateKey = (suffix: string): string => `${suffix}/transaction-processing.tfstate`;

/** Returns the S3 key of the environment's own lock. Releases, deployments, destroys and sweeps hold this lock. */
export const lockKey = (suffix: string): string => `${suffix}/release.lock`;
