import type { TeamRoleName } from "../../naming/team-roles";
import type { TargetName } from "./targets";

/** What a request has to be like; `conditions.ts` says it in IAM's words. */
export type ConditionName =
  | "keepsTls"
  | "releaseObjectsOnly"
  | "sameTasks"
  | "viaRds"
  | "viaSecretsManager"
  | "viaSns";

/** Something that a role may do: one row of docs/access.md, and a statement of its policy, alone or with others. */
export interface Grant {
  /** Names the statement, where it is one by itself. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** `everything` only where AWS takes no narrower resource; the region is a condition then. */
  readonly on: TargetName;
  /** Why the role needs it, and, with `everything`, why it is no narrower. */
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

/** What both colors run: whoever releases looks at it, and so does the release controller. */
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
    why: "Whether what they run is what was deployed.",
  },
  {
    sid: "SeeImages",
    actions: ["ecs:DescribeTaskDefinition"],
    on: "everything",
    why: "What is being released. ECS takes no narrower resource.",
  },
];

export interface TeamRoleRow {
  /** Who assumes the role, and what for. */
  readonly isFor: string;
  /** Roles of which this one may do everything. */
  readonly includes: readonly TeamRoleName[];
  readonly grants: readonly Grant[];
}

/** Who may do what on which resources of an environment; nothing else gives a person rights in it. */
export const MATRIX: Readonly<Record<TeamRoleName, TeamRoleRow>> = {
  observer: {
    isFor:
      "Sees how the environment is. Changes nothing, queries no database and gets no secret; but logs can quote data, the application's above all.",
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
        why: "What application, database, network, migrations and releases logged; also by Logs Insights. PostgreSQL's log holds no text of statements that read or write rows, no bind value and no error. It holds what somebody writes into the definition of a table or function, the names of users, databases and applications, and what a function says by RAISE LOG.",
      },
      {
        sid: "ListLogGroups",
        actions: ["logs:DescribeLogGroups"],
        on: "everything",
        why: "To find them. CloudWatch Logs lists groups only as a whole.",
      },
      {
        sid: "ReadMetrics",
        actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
        on: "everything",
        why: "What the dashboard draws. Metrics have no ARN.",
      },
      {
        sid: "OpenDashboard",
        actions: ["cloudwatch:GetDashboard"],
        on: "dashboard",
        why: "The one page that shows it all.",
      },
      {
        sid: "SeeAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        on: "everything",
        why: "Alarms that are in ALARM. CloudWatch lists alarms, and tells of composite ones, only as a whole.",
      },
      {
        sid: "SeeAlarmHistory",
        actions: ["cloudwatch:DescribeAlarmHistory"],
        on: "alarms",
        why: "When alarms were in ALARM; of composite alarms CloudWatch tells nothing on less than everything.",
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
        why: "Image, health and why it stopped.",
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
        why: "The live weights and the health of the targets. Load balancers are described only as a whole.",
      },
      {
        sid: "SeeScaling",
        actions: [
          "application-autoscaling:DescribeScalableTargets",
          "application-autoscaling:DescribeScalingActivities",
        ],
        on: "everything",
        why: "Ranges, and why tasks were added. Application Auto Scaling describes only as a whole.",
      },
      {
        sid: "SeeDatabase",
        actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
        on: "databaseMembers",
        why: "Which instance writes, its state and its capacity.",
      },
      {
        sid: "SeeDatabaseEvents",
        actions: ["rds:DescribeEvents"],
        on: "everything",
        why: "Failovers, restarts, maintenance. RDS lists events only as a whole.",
      },
      {
        sid: "ReadWeights",
        actions: ["ssm:GetParameter", "ssm:GetParameterHistory"],
        on: "weightParameter",
        why: "The recorded weights, and who wrote it when.",
      },
      {
        sid: "SeeVersions",
        actions: ["ecs:DescribeTaskDefinition"],
        on: "everything",
        why: "What each color runs. ECS takes no narrower resource.",
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
        why: "Tells a document that is not there from one that may not be read.",
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
        why: "The live weights and the candidate's health. Load balancers are described only as a whole.",
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
        why: "What stops a release. CloudWatch tells of composite alarms only as a whole.",
      },
      {
        sid: "CountRequests",
        actions: ["cloudwatch:GetMetricData"],
        on: "everything",
        why: "How many requests a step has been judged by. Metrics have no ARN.",
      },
      {
        sid: "SeeHistory",
        actions: ["logs:FilterLogEvents"],
        on: "releaseHistory",
        why: "Who moved what when.",
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
        why: "Records where that sent it.",
      },
      {
        sid: "HoldController",
        actions: ["lambda:InvokeFunction"],
        on: "releaseController",
        why: "Tells the release controller to leave it there.",
      },
      {
        sid: "RedeployColor",
        actions: ["ecs:UpdateService"],
        on: "services",
        why: "Forces a deployment of what is configured, or sets the number of tasks.",
        condition: "sameTasks",
      },
      {
        sid: "Scale",
        actions: ["application-autoscaling:RegisterScalableTarget"],
        on: "scaling",
        why: "Fewest and most tasks of a color, until the next deploy.",
      },
      {
        sid: "ScaleAlarms",
        actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        on: "scalingAlarms",
        why: "Application Auto Scaling changes a range only for those who could make its alarms.",
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
        why: "Whom AWS WAF blocks, and by which rule. The samples hold whole headers, also those that the log leaves out; so not for everybody who reads logs.",
      },
      {
        sid: "RebootDatabase",
        actions: ["rds:RebootDBInstance"],
        on: "databaseMembers",
        why: "A limit of connections that follows a changed `database.maxCapacityAcu`, or an instance that hangs.",
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
        why: "The master secret is encrypted with it in `production`.",
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
        why: "Cuts off who attacks or leaks; opens a way to the database for who repairs it.",
      },
      {
        sid: "SeeConnections",
        actions: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
        on: "everything",
        why: "Which connections are allowed. EC2 describes groups only as a whole.",
      },
    ],
  },
};

/** Everything that a role may do in a profile: what it includes, then its own; each right once. */
export function grantsOf(role: TeamRoleName, profile: "ephemeral" | "production"): readonly Grant[] {
  const { includes, grants } = MATRIX[role];
  const all = [
    ...includes.flatMap((included) => grantsOf(included, profile)),
    ...grants.filter(({ onlyIn = profile }) => onlyIn === profile),
  ];
  // The policies of a role hold 10,240 characters together.
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
