import { type Grant, SEES_COLORS } from "./matrix";

/** All permissions of the release controller: exactly the AWS calls in src/release/controller/. */
export const CONTROLLER_GRANTS: readonly Grant[] = [
  {
    sid: "MoveTraffic",
    actions: ["elasticloadbalancing:ModifyListener"],
    on: "listener",
    why: "Changes the weights.",
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
    why: "Reads the live weights, and whether each color has healthy targets. Elastic Load Balancing supports only `*` for these actions.",
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
    why: "Reads and writes the release document, which holds the wanted weights and the phase. The controller never deletes the document.",
  },
  {
    sid: "SetAside",
    actions: ["s3:PutObject"],
    on: "unreadableReleaseDocument",
    why: "Keeps a copy of an unreadable release document before it writes a new document.",
  },
  {
    sid: "HoldLock",
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    on: "lockObject",
    why: "Holds the environment's lock, so that only one release or deploy runs at a time.",
  },
  {
    sid: "FindObjects",
    actions: ["s3:ListBucket"],
    on: "stateBucket",
    why: "Without this permission, S3 answers 403 for a missing object, as for a forbidden object. With the permission, S3 answers 404.",
    condition: "releaseObjectsOnly",
  },
  ...SEES_COLORS,
  {
    sid: "SeeAlarms",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"],
    on: "everything",
    why: "Reads the alarms that stop a release, the number of requests in a step, and the metric values that its messages quote. CloudWatch describes composite alarms only with `*`; metrics have no ARN.",
  },
  {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "controllerLogs",
    why: "Writes the release history (who moved traffic, and when) and the controller's own log. The controller cannot delete log events. It cannot create log groups, so a late invocation does not create a log group again after `destroy`.",
  },
  {
    sid: "Notify",
    actions: ["sns:Publish"],
    on: "alarmTopic",
    why: "Sends a message when the controller has moved traffic back, or has failed to move it back.",
  },
  {
    sid: "EncryptNotices",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "environmentKey",
    why: "Needed to publish messages, because in `production` this key encrypts the topic.",
    condition: "viaSns",
  },
];
