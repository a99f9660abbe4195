import { alarmNames, ownAlarmEnding } from "../../naming/alarm-names";
import { COLORS, type Color } from "../../naming/color";
import { controllerLogGroup, lockKey, logGroupNames, resourceName } from "../../naming/names";
import { REGION } from "../../naming/region";
import { releaseKey, unreadableReleaseKey } from "../../naming/release-keys";
import { weightParameterName } from "../../naming/weight-parameter";
import type { LbListener, SnsTopic } from "../../resources/classes";
import type { EnvironmentSettings } from "../../settings/schema";
import type { ColorService } from "../color-service";
import { type Database, databaseUserArn } from "../database";
import type { Firewall } from "../firewall";
import type { WebAcl } from "../web-acl";

/** The environment whose resources a role may use. */
export interface TeamEnvironment {
  readonly suffix: string;
  readonly profile: EnvironmentSettings["profile"];
  readonly accountId: string;
  /** Bucket that holds the environment's Terraform state and its lock. */
  readonly stateBucket: string;
  /** The load balancer's listener, whose traffic weights a release changes. */
  readonly listener: LbListener;
  /** The topic that alarms publish to. */
  readonly topic: SnsTopic;
  readonly database: Database;
  readonly firewall: Firewall;
  readonly services: Readonly<Record<Color, ColorService>>;
  /** The load balancer's web ACL. @default - no web ACL, because AWS WAF is off */
  readonly webAcl: WebAcl | undefined;
  /** ARN of the environment's customer managed KMS key. @default - AWS managed keys */
  readonly kmsKeyArn: string | undefined;
}

interface Target {
  /** The name of the target in docs/access.md. */
  readonly words: string;
  /** Returns the ARNs of the target in an environment. The list is empty if the environment has no such resource. */
  readonly arns: (environment: TeamEnvironment) => readonly string[];
}

const arn =
  (service: string, resource: (suffix: string) => string | readonly string[]) =>
  ({ suffix, accountId }: TeamEnvironment) =>
    [resource(suffix)].flat().map((name) => `arn:aws:${service}:${REGION}:${accountId}:${name}`);

const stateObject =
  (key: (suffix: string) => string) =>
  ({ stateBucket, suffix }: TeamEnvironment) => [`arn:aws:s3:::${stateBucket}/${key(suffix)}`];

const cluster = (suffix: string) => resourceName(suffix, "ecs-cluster");
const releaseHistory = (suffix: string) => resourceName(suffix, "log-group", "release");

/**
 * All targets that a grant can have. Each ARN contains the whole name of a resource or of its ECS cluster, so a grant in the environment
 * `dev` never matches a resource of the environment `pr-dev`.
 */
export const TARGETS = {
  everything: { words: "`*`", arns: () => ["*"] },
  alarms: {
    words: "the environment's alarms, and the team's own alarms, whose names end in `/<suffix>`",
    arns: arn("cloudwatch", (suffix) =>
      [...alarmNames(suffix), `*${ownAlarmEnding(suffix)}`].map((name) => `alarm:${name}`),
    ),
  },
  alarmTopic: { words: "the topic that alarms publish to", arns: ({ topic }) => [topic.arn] },
  controllerLogs: {
    words: "the log groups of the release history and of the release controller",
    arns: arn("logs", (suffix) =>
      [releaseHistory(suffix), controllerLogGroup(suffix)].map((name) => `log-group:${name}:*`),
    ),
  },
  databaseMembers: {
    words: "the database cluster and its instances",
    arns: ({ database }) => [database.cluster.arn, ...database.instances.map((instance) => instance.arn)],
  },
  dashboard: {
    words: "the environment's CloudWatch dashboard",
    // Dashboards belong to no region, so the ARN contains no region.
    arns: ({ suffix, accountId }) => [
      `arn:aws:cloudwatch::${accountId}:dashboard/${resourceName(suffix, "dashboard")}`,
    ],
  },
  ecsCluster: { words: "the ECS cluster", arns: arn("ecs", (suffix) => `cluster/${cluster(suffix)}`) },
  // When a caller lists tasks, ECS checks the permission on an ARN of the type container-instance, also for tasks on Fargate.
  ecsTaskList: {
    words: "the list of the ECS cluster's tasks",
    arns: arn("ecs", (suffix) => `container-instance/${cluster(suffix)}/*`),
  },
  environmentKey: {
    words: "the environment's KMS key",
    arns: ({ kmsKeyArn }) => (kmsKeyArn === undefined ? [] : [kmsKeyArn]),
  },
  listener: { words: "the load balancer's listener", arns: ({ listener }) => [listener.arn] },
  lockObject: { words: "the lock object in the state bucket", arns: stateObject(lockKey) },
  logGroups: {
    words: "the environment's log groups",
    arns: arn("logs", (suffix) => logGroupNames(suffix).map((name) => `log-group:${name}:*`)),
  },
  masterSecret: {
    words: "the secret with the database's master password",
    arns: ({ database }) => [database.masterSecretArn],
  },
  osMetrics: {
    words:
      "the log streams of the database instances in `RDSOSMetrics`, if `database.monitoringIntervalSeconds` is not 0",
    arns: ({ database }) => database.osMetricsArns,
  },
  performanceInsights: {
    words: "Performance Insights of the database instances, if `database.performanceInsights` is on",
    arns: ({ database }) => database.performanceInsightsArns,
  },
  performanceInsightsKey: {
    words: "the environment's KMS key, if `database.performanceInsights` is on",
    arns: ({ database, kmsKeyArn }) =>
      kmsKeyArn === undefined || database.performanceInsightsArns.length === 0 ? [] : [kmsKeyArn],
  },
  readonlyUser: {
    words: "the database user `readonly`",
    arns: ({ accountId, database }) => [databaseUserArn(accountId, database.cluster, "readonly")],
  },
  releaseController: {
    words: "the release controller (a Lambda function)",
    arns: arn("lambda", (suffix) => `function:${resourceName(suffix, "release-controller")}`),
  },
  releaseDocument: { words: "the release document in the state bucket", arns: stateObject(releaseKey) },
  releaseHistory: {
    words: "the log group of the release history",
    arns: arn("logs", (suffix) =>
      // Some actions of CloudWatch Logs need an ARN that ends in `:*`. Other actions need the ARN without this ending.
      ["", ":*"].map((streams) => `log-group:${releaseHistory(suffix)}${streams}`),
    ),
  },
  scaling: {
    words: "the scalable targets of both colors",
    arns: ({ services }) => COLORS.map((color) => services[color].scaling.arn),
  },
  // To check whether the caller has these permissions, Application Auto Scaling makes calls that name no alarm. For such a call, IAM checks
  // an ARN that ends in `alarm:`.
  // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
  scalingAlarms: {
    words: "the alarms that Application Auto Scaling creates",
    arns: arn("cloudwatch", (suffix) => ["alarm:", `alarm:TargetTracking-service/${cluster(suffix)}/*`]),
  },
  securityGroups: {
    words: "the environment's security groups",
    arns: ({ firewall }) => firewall.groups.map((group) => group.arn),
  },
  services: {
    words: "both ECS services",
    arns: arn("ecs", (suffix) =>
      COLORS.map((color) => `service/${cluster(suffix)}/${resourceName(suffix, "ecs-service", color)}`),
    ),
  },
  webAcl: {
    words: "the environment's web ACL of AWS WAF",
    arns: ({ webAcl }) => (webAcl === undefined ? [] : [webAcl.webAcl.arn]),
  },
  // When a caller reads a service deployment, ECS checks the permission on the service deployment and on its service. One ARN with a
  // wildcard matches both. Two ARNs would be longer, and IAM limits the length of a role's policies.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  serviceDeployments: {
    words: "the ECS cluster's services, and their deployments",
    arns: arn("ecs", (suffix) => `service*/${cluster(suffix)}/*`),
  },
  unreadableReleaseDocument: {
    words: "the copy of an unreadable release document",
    arns: stateObject(unreadableReleaseKey),
  },
  weightParameter: {
    words: "the SSM parameter with the traffic weights",
    arns: arn("ssm", (suffix) => `parameter${weightParameterName(suffix)}`),
  },
  stateBucket: {
    words: "the state bucket",
    arns: ({ stateBucket }) => [`arn:aws:s3:::${stateBucket}`],
  },
  tasks: { words: "the tasks of the ECS cluster", arns: arn("ecs", (suffix) => `task/${cluster(suffix)}/*`) },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof TARGETS;
