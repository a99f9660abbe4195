import { type Grant, SEES_COLORS } from "./matrix";

/** Everything that the release controller may do: exactly what src/release/controller/ calls. Nobody may make it do more by asking. */
export const CONTROLLER_GRANTS: readonly Grant[] = [
  {
    sid: "MoveTraffic",
    actions: ["elasticloadbalancing:ModifyListener"],
    on: "listener",
    why: "The weights.",
    condition: "keepsTls",
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
    why: "The live weights, and whether a color can take them. Load balancers are described only as a whole.",
  },
  {
    sid: "RecordWeights",
    actions: ["ssm:GetParameter", "ssm:PutParameter"],
    on: "weightParameter",
    why: "Records the weights before it moves traffic.",
  },
  {
    sid: "KeepDocument",
    actions: ["s3:GetObject", "s3:PutObject"],
    on: "releaseDocument",
    why: "What it was asked for, and where it is. It never deletes it.",
  },
  {
    sid: "SetAside",
    actions: ["s3:PutObject"],
    on: "unreadableReleaseDocument",
    why: "Keeps a document that it cannot read, before it writes another.",
  },
  {
    sid: "HoldLock",
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    on: "lockObject",
    why: "One release or deploy at a time.",
  },
  {
    sid: "FindObjects",
    actions: ["s3:ListBucket"],
    on: "stateBucket",
    why: "Tells an object that is not there from one that may not be read.",
    condition: "releaseObjectsOnly",
  },
  ...SEES_COLORS,
  {
    sid: "SeeAlarms",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"],
    on: "everything",
    why: "What stops a release, whether there were requests to judge by, and the numbers of its messages. CloudWatch tells of composite alarms only as a whole; metrics have no ARN.",
  },
  {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "controllerLogs",
    why: "Writes the release history (who moved what when), of which nothing can be taken away, and its own log of each minute. It may not make log groups, so nothing brings them back after a destroy.",
  },
  {
    sid: "Notify",
    actions: ["sns:Publish"],
    on: "alarmTopic",
    why: "Tells that traffic went back, or could not.",
  },
  {
    sid: "EncryptNotices",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "environmentKey",
    why: "The topic is encrypted with it in `production`.",
    condition: "viaSns",
  },
];
