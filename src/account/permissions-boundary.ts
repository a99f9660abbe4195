import { isDeepStrictEqual } from "node:util";
import type { PolicyStatement } from "../constructs/iam";
import { logGroupNames, resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { weightParameterName } from "../naming/weight-parameter";
import {
  ANY_ZONE,
  arn,
  IN_REGION,
  MASTER_SECRET_TAG,
  own,
  type Permission,
  type Scope,
  scalingAlarms,
  statements,
  tagged,
} from "./permission";
import { usedByName } from "./permissions/named";

/** One S3 key pattern for the lock, the release document and its copy, because IAM limits a policy's length. */
const releaseObjects = (suffix: string) => `${suffix}/release.*`;

/** Actions for which AWS supports only `*`, and actions on resources whose ARNs do not show their environment. */
const SEEN = [
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScalingActivities",
  "cloudwatch:DescribeAlarmHistory",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListMetrics",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ecs:DescribeTaskDefinition",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "logs:DescribeLogGroups",
  "logs:GetQueryResults",
  "pi:DescribeDimensionKeys", // AWS chooses the instances' ids
  "pi:GetResourceMetrics",
  "rds:DescribeEvents",
];

/**
 * Returns the ARN of a permissions boundary of the account's stack.
 *
 * @param name the environment's suffix, or `pr` for all previews
 */
export const permissionsBoundaryArn = (accountId: string, name: string): string =>
  `arn:aws:iam::${accountId}:policy/${resourceName(name, "permissions-boundary")}`;

/**
 * Returns the permissions boundary: the upper limit of every role in an environment, whatever its policies allow. It allows the actions of
 * tasks, log deliveries and people, but no IAM actions, no assuming of roles, and no other environments. So a deployer cannot gain
 * permissions by creating a role.
 */
export function boundary(scope: Scope): PolicyStatement[] {
  return [
    { Sid: "See", Effect: "Allow", Action: SEEN, Resource: "*", Condition: IN_REGION },
    ...compact([...used(scope), ...usedByName(scope)]),
    ...statements(containerSecrets(scope), "read"),
  ];
}

/**
 * Joins permissions if they have the same condition and different services: AWS limits a policy to 6,144 characters. The joined statement
 * allows nothing more, because an action applies only to resources of its own service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function compact(permissions: readonly Permission[]): PolicyStatement[] {
  const groups: Permission[][] = [];
  for (const permission of permissions) {
    const takes = (group: readonly Permission[]) =>
      group.every(
        ({ service, on, when }) =>
          service !== permission.service &&
          isDeepStrictEqual(when, permission.when) &&
          ![...on, ...permission.on].includes("*"),
      );
    const group = groups.find(takes);
    if (group === undefined) groups.push([permission]);
    else group.push(permission);
  }
  return groups.map((group) => {
    const joined = statements(group, "read");
    return {
      ...(joined[0] as PolicyStatement), // with the first Sid only, to save characters
      Action: oneOrMore(joined.flatMap(({ Action }) => Action)),
      Resource: oneOrMore(joined.flatMap(({ Resource = [] }) => Resource)),
    };
  });
}

/** Replaces a list of one item by the item, to save characters. */
const oneOrMore = (all: readonly string[]) => (all.length === 1 ? (all[0] as string) : all);

/** Returns permissions to read application.secrets. Each ARN is listed, because no name or tag shows which environment uses a secret. */
function containerSecrets({ secretArns }: Scope): Permission[] {
  const of = (service: string) => secretArns.filter((each) => each.startsWith(`arn:aws:${service}:`));
  const via = ["secretsmanager", "ssm"].map((service) => `${service}.${REGION}.amazonaws.com`);
  const permissions: Permission[] = [
    { sid: "Secrets", service: "secretsmanager", read: ["GetSecretValue"], on: of("secretsmanager") },
    { sid: "Parameters", service: "ssm", read: ["GetParameters"], on: of("ssm") },
    {
      sid: "SecretKeys",
      service: "kms",
      read: ["Decrypt"],
      on: of("kms"),
      when: { StringEquals: { "kms:ViaService": via } },
    },
  ];
  return permissions.filter(({ on }) => on.length > 0);
}

/**
 * Shortens a log group's name to a pattern. `????` replaces the word `blue` or `flow`. `????` matches no other word after `log-group-`,
 * because all other words there are longer.
 */
const inFewerCharacters = (logGroup: string) =>
  logGroup
    .replace(/^log-group-(?:blue|flow)-/, "log-group-????-")
    .replace(/^\/aws\/.+\/(?=(?:aurora|ecs)-cluster-)/, "/aws/*/");

function used(scope: Scope): Permission[] {
  const { suffix, stateBucket } = scope;
  const cluster = resourceName(suffix, "ecs-cluster");
  const metrics = arn(scope, "logs", "log-group:RDSOSMetrics"); // enhanced monitoring's log group, shared by the account
  const group = (name: string) => arn(scope, "logs", `log-group:${name}`);
  const groups = [...new Set(logGroupNames(suffix).map(inFewerCharacters))];
  // For these two log groups AWS also checks the ARN without `:*`. Second ARNs for all log groups would make the policy too long.
  const whole = ["flow", "release"].map((name) => group(resourceName(suffix, "log-group", name)));
  return [
    {
      sid: "Logs",
      service: "logs",
      read: [
        "CreateLogStream",
        "DescribeLogStreams",
        "FilterLogEvents",
        "GetLogEvents",
        "GetLogRecord",
        "PutLogEvents",
        "StartQuery",
      ],
      on: [...groups.map((name) => group(`${name}:*`)), ...whole, `${metrics}:*`],
    },
    {
      sid: "OsMetrics",
      service: "logs",
      read: ["CreateLogGroup", "PutRetentionPolicy"],
      on: [metrics, `${metrics}:*`],
    },
    {
      sid: "Tasks",
      service: "ecs",
      read: [
        "DescribeClusters",
        "DescribeServiceDeployments",
        "DescribeServices",
        "DescribeTasks",
        "ListServiceDeployments",
        "ListTasks",
        "StopTask",
        "UpdateService",
      ],
      on: [
        ...own(scope, "aws_ecs_cluster"),
        arn(scope, "ecs", `*/${cluster}/*`), // services, service deployments, tasks, and `container-instance` for ListTasks
      ],
    },
    {
      sid: "Scaling",
      service: "application-autoscaling",
      read: ["RegisterScalableTarget"],
      on: [arn(scope, "application-autoscaling", "scalable-target/*")],
      when: tagged(scope),
    },
    {
      sid: "ScalingAlarms", // needed to register a scalable target
      service: "cloudwatch",
      read: ["DeleteAlarms", "PutMetricAlarm"],
      on: scalingAlarms(scope),
    },
    {
      sid: "Traffic",
      service: "elasticloadbalancing",
      read: ["ModifyListener"],
      on: own(scope, "aws_lb_listener"),
    },
    {
      sid: "WebAcl",
      service: "wafv2",
      read: ["GetSampledRequests"],
      on: [arn(scope, "wafv2", `regional/webacl/${resourceName(suffix, "web-acl")}/*`)],
    },
    {
      sid: "Weights",
      service: "ssm",
      read: ["GetParameter", "GetParameterHistory", "PutParameter"],
      on: [arn(scope, "ssm", `parameter${weightParameterName(suffix)}`)],
    },
    {
      sid: "Release",
      service: "s3",
      read: ["DeleteObject", "GetObject", "PutObject"],
      on: [`arn:aws:s3:::${stateBucket}/${releaseObjects(suffix)}`],
    },
    {
      sid: "Find",
      service: "s3",
      read: ["ListBucket"],
      on: [`arn:aws:s3:::${stateBucket}`],
      when: { StringLike: { "s3:prefix": releaseObjects(suffix) } },
    },
    {
      sid: "Database",
      service: "rds",
      read: ["DescribeDBClusters", "DescribeDBInstances", "FailoverDBCluster", "RebootDBInstance"],
      on: [
        arn(scope, "rds", `cluster:${resourceName(suffix, "aurora-cluster")}`),
        arn(scope, "rds", `db:${resourceName(suffix, "aurora-instance", ANY_ZONE)}`),
      ],
    },
    {
      // The cluster's id is not known yet, so the ARNs match all clusters. Access is still limited: the policy of each role contains
      // the id, and a cluster is reachable only from its VPC.
      sid: "DatabaseUsers",
      service: "rds-db",
      read: ["connect"],
      on: ["app", "readonly"].map((user) => arn(scope, "rds-db", `dbuser:*/${user}`)),
    },
    {
      sid: "MasterSecret",
      service: "secretsmanager",
      read: ["GetSecretValue"],
      on: [arn(scope, "secretsmanager", "secret:rds!cluster-*")],
      when: {
        StringLike: {
          [MASTER_SECRET_TAG]: arn(scope, "rds", `cluster:${resourceName(suffix, "aurora-cluster")}`),
        },
      },
    },
    {
      sid: "Key",
      service: "kms",
      read: ["Decrypt", "GenerateDataKey"], // GenerateDataKey for Performance Insights and SNS
      on: [arn(scope, "kms", "key/*")],
      when: {
        StringLike: {
          ...tagged(scope).StringLike,
          "kms:ViaService": ["rds", "secretsmanager", "sns"].map(
            (service) => `${service}.${REGION}.amazonaws.com`,
          ),
        },
      },
    },
    { sid: "SignIn", service: "ecr", read: ["GetAuthorizationToken"], on: ["*"] }, // ECR supports only `*` for this action
    {
      sid: "Images",
      service: "ecr",
      read: ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"],
      on: ["arn:aws:ecr:*:*:repository/*"], // each role's own policy names its one repository
    },
    {
      sid: "Connections",
      service: "ec2",
      read: ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"],
      on: [arn(scope, "ec2", "security-group/*")],
      when: tagged(scope),
    },
    {
      sid: "NewConnections",
      service: "ec2",
      read: ["AuthorizeSecurityGroupIngress"],
      on: [arn(scope, "ec2", "security-group-rule/*")],
    },
  ];
}
