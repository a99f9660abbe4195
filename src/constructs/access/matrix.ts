import type { TeamRoleName } from "../../naming/team-roles";
import type { TargetName } from "./targets";

/** Name of an IAM condition that `conditions.ts` defines. */
export type ConditionName =
  | "keepsTls"
  | "releaseObjectsOnly"
  | "sameTasks"
  | "viaRds"
  | "viaSecretsManager"
  | "viaSns";

/**
 * The permissions of a role on one target, which is one AWS resource or several. docs/access.md has a row for each grant. If several grants
 * of a role have the same target and the same condition, they become one statement of the role's policy.
 */
export interface Grant {
  /** The Sid of the policy statement. If several grants become one statement, this statement has the Sid of the first grant. */
  readonly sid: string;
  readonly actions: readonly string[];
  /**
   * The target. The target `everything` is only for actions that support no narrower resource than `*`. Its statement gets a condition on
   * the region.
   */
  readonly on: TargetName;
  /** The reason why the role needs the grant. If the target is `everything`, the text also says why AWS supports no narrower resource. */
  readonly why: string;
  readonly condition?: ConditionName;
  /** The only profile in which the role has the grant. @default - the role has the grant in every profile */
  readonly onlyIn?: "ephemeral";
}

/**
 * Returns the grants to read Performance Insights and enhanced monitoring, in environments whose settings switch these on. Developers and
 * operators use both to find slow SQL statements. Performance Insights shows the text of every SQL statement, so observers have no access.
 * No role may read more than the first 500 bytes of a text, because no grant has pi:GetDimensionKeyDetails.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.access-control.html
 */
const databaseLoad = (role: "Developer" | "Operator"): readonly Grant[] => [
  {
    sid: `${role}SeesDatabaseLoad`,
    actions: ["pi:DescribeDimensionKeys", "pi:GetResourceMetrics"],
    on: "performanceInsights",
    why: "Shows how much load each statement, user, host and kind of wait causes in the database. The text of a statement contains the literals that the application writes into it, but no bind values.",
  },
  {
    sid: `${role}DecryptsDatabaseLoad`,
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "performanceInsightsKey",
    why: "Needed to read Performance Insights, because in `production` this key encrypts the data of Performance Insights.",
    condition: "viaRds",
  },
  {
    sid: `${role}ReadsOsMetrics`,
    actions: ["logs:GetLogEvents"],
    on: "osMetrics",
    why: "Shows the processes, memory and disks of the database instances (enhanced monitoring).",
  },
];

/** Read access to the tasks and images of both colors. The role `releaser` and the release controller have these grants. */
export const SEES_COLORS: readonly Grant[] = [
  {
    sid: "SeeColors",
    actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
    on: "serviceDeployments",
    why: "Shows whether the candidate's service is steady, and whether ECS has rolled its deployment back.",
  },
  {
    sid: "ListColorTasks",
    actions: ["ecs:ListTasks"],
    on: "ecsTaskList",
    why: "Lists the running tasks.",
  },
  {
    sid: "SeeColorTasks",
    actions: ["ecs:DescribeTasks"],
    on: "tasks",
    why: "Shows whether the tasks run the deployed image.",
  },
  {
    sid: "SeeImages",
    actions: ["ecs:DescribeTaskDefinition"],
    on: "everything",
    why: "Shows the image of the candidate. For the action of this permission, ECS supports only `*` as the resource.",
  },
];

export interface TeamRoleRow {
  /**
   * The purpose of the role, in sentences. docs/access.md contains this text, and so does the description of the Terraform output with the
   * role's ARN.
   */
  readonly isFor: string;
  /** Roles whose grants this role has too. */
  readonly includes: readonly TeamRoleName[];
  readonly grants: readonly Grant[];
}

/** All permissions of each role of the team. This project gives people no other permissions in an environment. */
export const MATRIX: Readonly<Record<TeamRoleName, TeamRoleRow>> = {
  observer: {
    isFor:
      "Reads the environment's state, metrics and logs. Cannot change anything, query the database or read a secret. But logs can contain data, above all the application's log.",
    includes: [],
    grants: [
      {
        sid: "ReadLogs",
        actions: [
          "logs:DescribeLogStreams",
          "logs:FilterLogEvents",
          "logs:GetLogEvents",
          "logs:GetLogRecord",
          "logs:GetQueryResults",
          "logs:StartQuery",
        ],
        on: "logGroups",
        why: "Reads the logs of the application, the database, the network, migrations and releases, also by Logs Insights. The PostgreSQL log contains no statements that read or write rows, no bind values and no errors. It does contain the text of statements that define tables and functions, the names of users, databases and applications, and the messages of RAISE LOG.",
      },
      {
        sid: "ListLogGroups",
        actions: ["logs:DescribeLogGroups"],
        on: "everything",
        why: "Lists the log groups. For the action of this permission, CloudWatch Logs supports only `*` as the resource.",
      },
      {
        sid: "ReadMetrics",
        actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
        on: "everything",
        why: "Reads the metrics of the dashboard. Metrics have no ARN.",
      },
      {
        sid: "OpenDashboard",
        actions: ["cloudwatch:GetDashboard"],
        on: "dashboard",
        why: "Opens the dashboard.",
      },
      {
        sid: "SeeAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        on: "everything",
        why: "Shows the alarms and their states. For a list of alarms, and for composite alarms, the action DescribeAlarms supports only `*` as the resource.",
      },
      {
        sid: "SeeAlarmHistory",
        actions: ["cloudwatch:DescribeAlarmHistory"],
        on: "alarms",
        why: "Shows when alarms were in ALARM. For the history of a composite alarm, CloudWatch requires a permission on the resource `*`. This role does not have that permission.",
      },
      {
        sid: "SeeCluster",
        actions: ["ecs:DescribeClusters"],
        on: "ecsCluster",
        why: "Shows the number of running and pending tasks.",
      },
      {
        sid: "SeeServices",
        actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
        on: "serviceDeployments",
        why: "Shows the deployments and events of each color, and why ECS rolled a deployment back.",
      },
      {
        sid: "ListTasks",
        actions: ["ecs:ListTasks"],
        on: "ecsTaskList",
        why: "Lists the running and the stopped tasks.",
      },
      {
        sid: "SeeTasks",
        actions: ["ecs:DescribeTasks"],
        on: "tasks",
        why: "Shows a task's image and health, and the reason why it stopped.",
      },
      {
        sid: "SeeTargets",
        actions: [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        on: "everything",
        why: "Shows the live weights and the health of the targets. For the actions of this permission, Elastic Load Balancing supports only `*` as the resource.",
      },
      {
        sid: "SeeScaling",
        actions: [
          "application-autoscaling:DescribeScalableTargets",
          "application-autoscaling:DescribeScalingActivities",
        ],
        on: "everything",
        why: "Shows the minimum and maximum number of tasks, and why Application Auto Scaling changed the number of tasks. For the actions of this permission, Application Auto Scaling supports only `*` as the resource.",
      },
      {
        sid: "SeeDatabase",
        actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
        on: "databaseMembers",
        why: "Shows which instance is the writer, and the status and capacity of each instance.",
      },
      {
        sid: "SeeDatabaseEvents",
        actions: ["rds:DescribeEvents"],
        on: "everything",
        why: "Shows failovers, restarts and maintenance. For the action of this permission, RDS supports only `*` as the resource.",
      },
      {
        sid: "ReadWeights",
        actions: ["ssm:GetParameter", "ssm:GetParameterHistory"],
        on: "weightParameter",
        why: "Shows the recorded weights, and the author and time of each change.",
      },
      {
        sid: "SeeVersions",
        actions: ["ecs:DescribeTaskDefinition"],
        on: "everything",
        why: "Shows the task definition of each color. For the action of this permission, ECS supports only `*` as the resource.",
      },
      {
        sid: "SeeHolder",
        actions: ["s3:GetObject"],
        on: "lockObject",
        why: "Shows who holds the environment's lock, that is, who deploys or releases.",
      },
      {
        sid: "ReadRelease",
        actions: ["s3:GetObject"],
        on: "releaseDocument",
        why: "Shows the requested release and its phase.",
      },
      {
        sid: "FindRelease",
        actions: ["s3:ListBucket"],
        on: "stateBucket",
        why: "Lets S3 answer 404 if the lock object or the release document does not exist. Without this permission, S3 would answer 403, as if access were denied.",
        condition: "releaseObjectsOnly",
      },
    ],
  },

  developer: {
    isFor:
      "Reads rows of the database, and data about slow statements, to find faults in the application. Cannot read a secret. In `production`, this role cannot change anything; in `ephemeral`, it may stop tasks.",
    includes: ["observer"],
    grants: [
      ...databaseLoad("Developer"),
      {
        sid: "ConnectReadonly",
        actions: ["rds-db:connect"],
        on: "readonlyUser",
        why: "Reads rows of the database. By default, people have no network path to the database; the setting `access.databaseClientSecurityGroupIds` opens one.",
      },
      {
        sid: "RestartTasks",
        actions: ["ecs:StopTask"],
        on: "tasks",
        why: "Restarts a color by stopping its tasks, because ECS starts a new task for each stopped task. UpdateService could restart a color too, but would also allow changes of the service.",
        onlyIn: "ephemeral",
      },
    ],
  },

  releaser: {
    isFor:
      "Starts releases and rolls them back, by commands to the release controller. Has exactly the permissions that `npm run release` needs. Cannot change the traffic weights without the release controller.",
    includes: [],
    grants: [
      {
        sid: "AskController",
        actions: ["lambda:InvokeFunction"],
        on: "releaseController",
        why: "Sends commands to the release controller, such as start, promote and rollback.",
      },
      {
        sid: "SeeDocument",
        actions: ["s3:GetObject"],
        on: "releaseDocument",
        why: "Shows the requested release and its phase.",
      },
      {
        sid: "SeeTraffic",
        actions: [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        on: "everything",
        why: "Shows the live weights and the candidate's health. For the actions of this permission, Elastic Load Balancing supports only `*` as the resource.",
      },
      {
        sid: "SeeRecordedWeights",
        actions: ["ssm:GetParameter"],
        on: "weightParameter",
        why: "Shows the recorded weights.",
      },
      {
        sid: "SeeLock",
        actions: ["s3:GetObject"],
        on: "lockObject",
        why: "Shows who holds the environment's lock, that is, who deploys or releases.",
      },
      {
        sid: "FindLock",
        actions: ["s3:ListBucket"],
        on: "stateBucket",
        why: "Lets S3 answer 404 if the lock object or the release document does not exist. Without this permission, S3 would answer 403, as if access were denied.",
        condition: "releaseObjectsOnly",
      },
      ...SEES_COLORS,
      {
        sid: "SeeReleaseAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        on: "everything",
        why: "Shows the alarms that stop a release. For composite alarms, the action DescribeAlarms supports only `*` as the resource.",
      },
      {
        sid: "CountRequests",
        actions: ["cloudwatch:GetMetricData"],
        on: "everything",
        why: "Shows the number of requests in the current step of a release. Metrics have no ARN.",
      },
      {
        sid: "SeeHistory",
        actions: ["logs:FilterLogEvents"],
        on: "releaseHistory",
        why: "Shows who moved traffic, and when.",
      },
    ],
  },

  operator: {
    isFor:
      "Keeps the deployed versions running: replaces and scales tasks, moves traffic back, and fails the database over. Cannot deploy another version.",
    includes: ["observer"],
    grants: [
      ...databaseLoad("Operator"),
      {
        sid: "MoveByHand",
        actions: ["elasticloadbalancing:ModifyListener"],
        on: "listener",
        why: "Changes the traffic weights if the release controller does not work: `npm run release -- rollback --direct`.",
        condition: "keepsTls",
      },
      {
        sid: "RecordByHand",
        actions: ["ssm:PutParameter"],
        on: "weightParameter",
        why: "Records the new weights after `rollback --direct`.",
      },
      {
        sid: "HoldController",
        actions: ["lambda:InvokeFunction"],
        on: "releaseController",
        why: "Tells the release controller, after `rollback --direct`, to leave the new weights unchanged.",
      },
      {
        sid: "RedeployColor",
        actions: ["ecs:UpdateService"],
        on: "services",
        why: "Forces a new deployment of the same task definition, or sets the number of tasks.",
        condition: "sameTasks",
      },
      {
        sid: "Scale",
        actions: ["application-autoscaling:RegisterScalableTarget"],
        on: "scaling",
        why: "Changes the minimum and maximum number of a color's tasks. The next deployment sets the configured numbers again.",
      },
      {
        sid: "ScaleAlarms",
        actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        on: "scalingAlarms",
        why: "Needed to change the minimum and maximum number of tasks: Application Auto Scaling accepts this change only from a caller who may also create the alarms of the scaling policies.",
      },
      {
        sid: "StopTask",
        actions: ["ecs:StopTask"],
        on: "tasks",
        why: "Stops a task that hangs, or a migration that has to end.",
      },
      {
        sid: "FailOver",
        actions: ["rds:FailoverDBCluster"],
        on: "databaseMembers",
        why: "Fails the database over: the reader instance becomes the writer.",
      },
      {
        sid: "SampleRequests",
        actions: ["wafv2:GetSampledRequests"],
        on: "webAcl",
        why: "Shows samples of the requests that AWS WAF blocks, and the rule that blocks them. A sample contains all headers, also the headers that the log redacts, so `observer` does not have this permission.",
      },
      {
        sid: "RebootDatabase",
        actions: ["rds:RebootDBInstance"],
        on: "databaseMembers",
        why: "Reboots an instance that hangs. After a change of `database.maxCapacityAcu`, a reboot also adjusts the instance's limit of connections.",
      },
    ],
  },

  "break-glass": {
    isFor:
      "Repairs an environment in an incident that no other role can end. When somebody assumes this role, the alarms' subscribers get a message.",
    includes: ["operator", "releaser"],
    grants: [
      {
        sid: "ReadMasterSecret",
        actions: ["secretsmanager:GetSecretValue"],
        on: "masterSecret",
        why: "Reads the master password, to repair data or database users as the master user.",
      },
      {
        sid: "DecryptMasterSecret",
        actions: ["kms:Decrypt"],
        on: "environmentKey",
        why: "Needed to read the master secret, because in `production` this key encrypts the secret.",
        condition: "viaSecretsManager",
      },
      {
        sid: "ChangeConnections",
        actions: [
          "ec2:AuthorizeSecurityGroupIngress",
          "ec2:RevokeSecurityGroupEgress",
          "ec2:RevokeSecurityGroupIngress",
        ],
        on: "securityGroups",
        why: "Cuts an attacker off, or opens a network path to the database for a repair.",
      },
      {
        sid: "SeeConnections",
        actions: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
        on: "everything",
        why: "Shows the rules of the security groups. For the actions of this permission, EC2 supports only `*` as the resource.",
      },
    ],
  },
};

/** Returns all grants of a role in a profile, without duplicates: first the grants of the included roles, then the role's own grants. */
export function grantsOf(role: TeamRoleName, profile: "ephemeral" | "production"): readonly Grant[] {
  const { includes, grants } = MATRIX[role];
  const all = [
    ...includes.flatMap((included) => grantsOf(included, profile)),
    ...grants.filter(({ onlyIn = profile }) => onlyIn === profile),
  ];
  // Duplicates are removed, because IAM limits the total length of a role's inline policies.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
  return all.filter((grant, index) => !all.slice(0, index).some((earlier) => covers(earlier, grant)));
}

/**
 * Returns whether `one` makes `other` unnecessary: both have the same target and the same condition, and `one` has all actions of `other`.
 */
function covers(one: Grant, other: Grant): boolean {
  return (
    one.on === other.on &&
    one.condition === other.condition &&
    other.actions.every((action) => one.actions.includes(action))
  );
}
