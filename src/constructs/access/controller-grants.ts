import { type Grant, SEES_COLORS } from "./matrix";

/** All rights of the release controller: exactly the calls in src/release/controller/. No command can make it do more. */
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
    why: "The live weights, and whether a color can take them. Load balancers are described only with `*`.",
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
    why: "The release document, with the wanted weights and the phase. The controller never deletes it.",
  },
  {
    sid: "SetAside",
    actions: ["s3:PutObject"],
    on: "unreadableReleaseDocument",
    why: "Keeps a copy of an unreadable document before it writes another.",
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
    why: "With this right S3 answers 404 for a missing object, and not 403 as for a forbidden one.",
    condition: "releaseObjectsOnly",
  },
  ...SEES_COLORS,
  {
    sid: "SeeAlarms",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"],
    on: "everything",
    why: "The alarms that stop a release, the requests that judge a step, and the numbers in the messages. Composite alarms can be described only with `*`; metrics have no ARN.",
  },
  {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "controllerLogs",
    why: "Writes the release history (who moved traffic, and when), from which it can delete nothing, and its own log. It may not create log groups, so nothing brings them back after a destroy.",
  },
  {
    sid: "Notify",
    actions: ["sns:Publish"],
    on: "alarmTopic",
    why: "Sends the message that traffic went back, or could not be sent back.",
  },
  {
    sid: "EncryptNotices",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "environmentKey",
    why: "The topic is encrypted with this key in `production`.",
    condition: "viaSns",
  },
];
