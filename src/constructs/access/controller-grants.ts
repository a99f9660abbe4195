import { type Grant, SEES_COLORS } from "./matrix";

/** All permissions of the release controller. They allow exactly the AWS calls that the code in src/release/controller/ makes. */
export const CONTROLLER_GRANTS: readonly Grant[] = [
  {
    sid: "MoveTraffic",
    actions: ["elasticloadbalancing:ModifyListener"],
    on: "listener",
    why: "Changes the traffic weights.",
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
    why: "Reads the live weights, and whether each color has healthy targets. For the actions of this permission, Elastic Load Balancing supports only `*` as the resource.",
  },
  {
    sid: "RecordWeights",
    actions: ["ssm:GetParameter", "ssm:PutParameter"],
    on: "weightParameter",
    why: "Reads and records the weights. The next Terraform plan reads the recorded weights.",
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
    why: "Keeps a copy of an unreadable release document, before the controller replaces it by a new document.",
  },
  {
    sid: "HoldLock",
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    on: "lockObject",
    why: "Holds the environment's lock during a release, so that no deployment runs at the same time.",
  },
  {
    sid: "FindObjects",
    actions: ["s3:ListBucket"],
    on: "stateBucket",
    why: "Lets S3 answer 404 if the lock object or the release document does not exist. Without this permission, S3 would answer 403, as if access were denied.",
    condition: "releaseObjectsOnly",
  },
  ...SEES_COLORS,
  {
    sid: "SeeAlarms",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"],
    on: "everything",
    why: "Reads the alarms that stop a release, the number of requests in a step, and the metric values for the controller's messages. For composite alarms, the action DescribeAlarms supports only `*` as the resource. Metrics have no ARN.",
  },
  {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "controllerLogs",
    why: "Writes the release history (who moved traffic, and when) and the controller's own log. The controller cannot delete log events. It cannot create log groups either, so an invocation after a destroy does not create a log group again.",
  },
  {
    sid: "Notify",
    actions: ["sns:Publish"],
    on: "alarmTopic",
    why: "Sends a message to the subscribers, for example when the controller has sent traffic back, or cannot send it back.",
  },
  {
    sid: "EncryptNotices",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: "environmentKey",
    why: "Needed to publish messages, because in `production` this key encrypts the topic.",
    condition: "viaSns",
  },
];
