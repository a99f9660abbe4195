import type { TeamRoleName } from "../../naming/team-roles";
import type { TargetName } from "./targets";

/** The condition of the grant; `conditions.ts` holds the condition in IAM's words. */
export type ConditionName =
  | "keepsTls"
  | "releaseObjectsOnly"
  | "sameTasks"
  | "viaRds"
  | "viaSecretsManager"
  | "viaSns";

/** Something that a role may do: one row of docs/access.md, and a statement of its policy, alone or with others. */
export interface Grant {
  /** The statement's id, where the grant is a statement by itself. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** `everything` only for actions without resource-level permissions; the region is then a condition. */
  readonly on: TargetName;
  /** Why the role needs the grant and, with `everything`, why no narrower resource is possible. */
  readonly why: string;
  readonly condition?: ConditionName;
  /** @default - in every profile */
  readonly onlyIn?: "ephemeral";
}

/**
 * Reading Performance Insights, where the settings switch it on: developers and operators find slow statements. Performance
 * Insights shows the text of every statement, so observers may not read it, and nobody may read statements beyond their first 500
 * bytes (pi:GetDimensionKeyDetails).
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.access-control.html
 */
const databaseLoad = (role: "Developer" | "Operator"): readonly Grant[] => [
  {
    sid: `${role}SeesDatabaseLoad`,
    actions: ["pi:DescribeDimensionKeys", "pi:GetResourceMetrics"],
    on: "performanceInsights",
    why: "Which waits, statements, users and hosts load the database. A statement's text can hold values that the application writes into it; bind values are left out.",
  },
  {
    sid: `${role}DecryptsDatabaseLoad`,
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "performanceInsightsKey",
    why: "Performance Insights is encrypted with it in `production`.",
    condition: "viaRds",
  },
  {
    sid: `${role}ReadsOsMetrics`,
    actions: ["logs:GetLogEvents"],
    on: "osMetrics",
    why: "Processes, memory and disks of the database instances, by enhanced monitoring.",
  },
];

/** Reading the tasks and images of both colors, for people who release and for the release controller. */
export const SEES_COLORS: readonly Grant[] = [
  {
    sid: "SeeColors",
    actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
    on: "serviceDeployments",
    why: "Whether the candidate is steady, and its deployment has not been rolled back.",
  },
  {
    sid: "ListColorTasks",
    actions: ["ecs:ListTasks"],
    on: "ecsTaskList",
    why: "Which tasks run.",
  },
  {
    sid: "SeeColorTasks",
    actions: ["ecs:DescribeTasks"],
    on: "tasks",
    why: "Whether the tasks run the image that was deployed.",
  },
  {
    sid: "SeeImages",
    actions: ["ecs:DescribeTaskDefinition"],
    on: "everything",
    why: "The image that is being released. ECS takes no narrower resource.",
  },
];

export interface TeamRoleRow {
  /** The people who assume the role, and the purpose. */
  readonly isFor: string;
  /** Roles whose rights this role includes. */
  readonly includes: readonly TeamRoleName[];
  readonly grants: readonly Grant[];
}

/** The rights of each role on the resources of an environment; nothing else gives a person rights in the environment. */
export const MATRIX: Readonly<Record<TeamRoleName, TeamRoleRow>> = {
  observer: {
    isFor:
      "Reads the state of the environment. Changes nothing, queries no database and reads no secret; but logs can quote data, above all the application's log.",
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
        why: "The logs of application, database, network, migrations and releases; also by Logs Insights. PostgreSQL's log holds no text of statements that read or write rows, no bind value and no error. It holds what somebody writes into the definition of a table or function, the names of users, databases and applications, and what a function says by RAISE LOG.",
      },
      {
        sid: "ListLogGroups",
        actions: ["logs:DescribeLogGroups"],
        on: "everything",
        why: "Finding the log groups. CloudWatch Logs lists them only with `*`.",
      },
      {
        sid: "ReadMetrics",
        actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
        on: "everything",
        why: "The metrics of the dashboard. Metrics have no ARN.",
      },
      {
        sid: "OpenDashboard",
        actions: ["cloudwatch:GetDashboard"],
        on: "dashboard",
        why: "The dashboard itself.",
      },
      {
        sid: "SeeAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        on: "everything",
        why: "The alarms and their states. CloudWatch lists alarms, and describes composite alarms, only with `*`.",
      },
      {
        sid: "SeeAlarmHistory",
        actions: ["cloudwatch:DescribeAlarmHistory"],
        on: "alarms",
        why: "When alarms were in ALARM. For composite alarms CloudWatch takes no narrower resource.",
      },
      {
        sid: "SeeCluster",
        actions: ["ecs:DescribeClusters"],
        on: "ecsCluster",
        why: "How many tasks run and wait.",
      },
      {
        sid: "SeeServices",
        actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
        on: "serviceDeployments",
        why: "Deployments and events of each color, and why ECS rolled one back.",
      },
      {
        sid: "ListTasks",
        actions: ["ecs:ListTasks"],
        on: "ecsTaskList",
        why: "Which tasks run, and which stopped.",
      },
      {
        sid: "SeeTasks",
        actions: ["ecs:DescribeTasks"],
        on: "tasks",
        why: "A task's image and health, and why it stopped.",
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
        why: "The live weights and the health of the targets. Load balancers are described only with `*`.",
      },
      {
        sid: "SeeScaling",
        actions: [
          "application-autoscaling:DescribeScalableTargets",
          "application-autoscaling:DescribeScalingActivities",
        ],
        on: "everything",
        why: "Ranges, and why tasks were added. Application Auto Scaling describes only with `*`.",
      },
      {
        sid: "SeeDatabase",
        actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
        on: "databaseMembers",
        why: "Which instance is the writer, and the state and capacity of each instance.",
      },
      {
        sid: "SeeDatabaseEvents",
        actions: ["rds:DescribeEvents"],
        on: "everything",
        why: "Failovers, restarts, maintenance. RDS lists events only with `*`.",
      },
      {
        sid: "ReadWeights",
        actions: ["ssm:GetParameter", "ssm:GetParameterHistory"],
        on: "weightParameter",
        why: "The recorded weights, and who wrote them when.",
      },
      {
        sid: "SeeVersions",
        actions: ["ecs:DescribeTaskDefinition"],
        on: "everything",
        why: "The task definition of each color. ECS takes no narrower resource.",
      },
      {
        sid: "SeeHolder",
        actions: ["s3:GetObject"],
        on: "lockObject",
        why: "Who deploys or releases.",
      },
      {
        sid: "ReadRelease",
        actions: ["s3:GetObject"],
        on: "releaseDocument",
        why: "What the release controller was asked for, and where it is.",
      },
      {
        sid: "FindRelease",
        actions: ["s3:ListBucket"],
        on: "stateBucket",
        why: "With this right S3 answers 404 for a missing document, and not 403 as for a forbidden one.",
        condition: "releaseObjectsOnly",
      },
    ],
  },

  developer: {
    isFor: "Finds faults in the application. In `production` changes nothing and gets no secret.",
    includes: ["observer"],
    grants: [
      ...databaseLoad("Developer"),
      {
        sid: "ConnectReadonly",
        actions: ["rds-db:connect"],
        on: "readonlyUser",
        why: "Reads rows, over the network path that `access.databaseClientSecurityGroupIds` opens; none by default.",
      },
      {
        sid: "RestartTasks",
        actions: ["ecs:StopTask"],
        on: "tasks",
        why: "Restarts a color: ECS starts another task for each that is stopped. Narrower than UpdateService, which changes more than it restarts.",
        onlyIn: "ephemeral",
      },
    ],
  },

  releaser: {
    isFor:
      "Asks for releases, and for the way back: exactly the calls of `npm run release`. Moves no traffic by itself.",
    includes: [],
    grants: [
      {
        sid: "AskController",
        actions: ["lambda:InvokeFunction"],
        on: "releaseController",
        why: "Asks the release controller for a release, for its end, or for the way back.",
      },
      {
        sid: "SeeDocument",
        actions: ["s3:GetObject"],
        on: "releaseDocument",
        why: "What it was asked for, and where it is.",
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
        why: "The live weights and the candidate's health. Load balancers are described only with `*`.",
      },
      {
        sid: "SeeRecordedWeights",
        actions: ["ssm:GetParameter"],
        on: "weightParameter",
        why: "The recorded weights.",
      },
      {
        sid: "SeeLock",
        actions: ["s3:GetObject"],
        on: "lockObject",
        why: "Who releases or deploys.",
      },
      {
        sid: "FindLock",
        actions: ["s3:ListBucket"],
        on: "stateBucket",
        why: "Tells an object that is not there from one that may not be read.",
        condition: "releaseObjectsOnly",
      },
      ...SEES_COLORS,
      {
        sid: "SeeReleaseAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        on: "everything",
        why: "The alarms that stop a release. CloudWatch describes composite alarms only with `*`.",
      },
      {
        sid: "CountRequests",
        actions: ["cloudwatch:GetMetricData"],
        on: "everything",
        why: "The number of requests that have judged a step. Metrics have no ARN.",
      },
      {
        sid: "SeeHistory",
        actions: ["logs:FilterLogEvents"],
        on: "releaseHistory",
        why: "Who moved traffic, and when.",
      },
    ],
  },

  operator: {
    isFor: "Keeps the environment running as it was deployed.",
    includes: ["observer"],
    grants: [
      ...databaseLoad("Operator"),
      {
        sid: "MoveByHand",
        actions: ["elasticloadbalancing:ModifyListener"],
        on: "listener",
        why: "Sends traffic back where the release controller cannot: `npm run release -- rollback --direct`.",
        condition: "keepsTls",
      },
      {
        sid: "RecordByHand",
        actions: ["ssm:PutParameter"],
        on: "weightParameter",
        why: "Records the weights after such a rollback.",
      },
      {
        sid: "HoldController",
        actions: ["lambda:InvokeFunction"],
        on: "releaseController",
        why: "Tells the release controller to leave traffic there.",
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
        why: "The minimum and maximum of a color's tasks, until the next deploy.",
      },
      {
        sid: "ScaleAlarms",
        actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        on: "scalingAlarms",
        why: "Application Auto Scaling lets a caller change minimum and maximum only if the caller could also create its alarms.",
      },
      {
        sid: "StopTask",
        actions: ["ecs:StopTask"],
        on: "tasks",
        why: "A task that hangs, or a migration that has to end.",
      },
      {
        sid: "FailOver",
        actions: ["rds:FailoverDBCluster"],
        on: "databaseMembers",
        why: "Makes the reader the writer.",
      },
      {
        sid: "SampleRequests",
        actions: ["wafv2:GetSampledRequests"],
        on: "webAcl",
        why: "The requests that AWS WAF blocks, and the rule that blocks them. The samples hold all headers, also those that the log leaves out; so readers of logs do not get this right.",
      },
      {
        sid: "RebootDatabase",
        actions: ["rds:RebootDBInstance"],
        on: "databaseMembers",
        why: "Reboots an instance that hangs, or whose limit of connections has to follow a changed `database.maxCapacityAcu`.",
      },
    ],
  },

  "break-glass": {
    isFor: "For incidents that no other role can end. Assuming it sends a message.",
    includes: ["operator", "releaser"],
    grants: [
      {
        sid: "ReadMasterSecret",
        actions: ["secretsmanager:GetSecretValue"],
        on: "masterSecret",
        why: "Repairs data, or the database's users, as the master user.",
      },
      {
        sid: "DecryptMasterSecret",
        actions: ["kms:Decrypt"],
        on: "environmentKey",
        why: "The master secret is encrypted with this key in `production`.",
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
        why: "Cuts an attacker off, or opens a way to the database for its repair.",
      },
      {
        sid: "SeeConnections",
        actions: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
        on: "everything",
        why: "The rules of the security groups. EC2 describes them only with `*`.",
      },
    ],
  },
};

/** All grants of a role in a profile: those of the included roles, then its own; each grant once. */
export function grantsOf(role: TeamRoleName, profile: "ephemeral" | "production"): readonly Grant[] {
  const { includes, grants } = MATRIX[role];
  const all = [
    ...includes.flatMap((included) => grantsOf(included, profile)),
    ...grants.filter(({ onlyIn = profile }) => onlyIn === profile),
  ];
  // IAM's limit for the inline policies of a role together, in characters.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
  return all.filter((grant, index) => !all.slice(0, index).some((earlier) => covers(earlier, grant)));
}

function covers(one: Grant, other: Grant): boolean {
  return (
    one.on === other.on &&
    one.condition === other.condition &&
    other.actions.every((action) => one.actions.includes(action))
  );
}
