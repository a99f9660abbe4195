import { alarmNames } from "../../naming/alarm-names";
import { logGroupNames } from "../../naming/log-groups";
import { resourceName } from "../../naming/names";
import { weightParameterPath } from "../../naming/weight-parameter";
import { arn, IN_REGION, type Permission, type Scope, tagged } from "../permission";

/** Log groups of an environment; the streams below them have the same ARN with `:*` after it. */
const logGroups = (scope: Scope): string[] =>
  logGroupNames(scope.suffix).map((name) => arn(scope, "logs", `log-group:${name}`));

/** Logs, alarms, notifications, the weights. */
export function operations(scope: Scope): Permission[] {
  const { suffix, accountId } = scope;
  const groups = logGroups(scope);
  const topic = arn(scope, "sns", resourceName(suffix, "topic", "alarms"));
  return [
    {
      sid: "SeeLogs",
      service: "logs",
      read: ["DescribeLogGroups"],
      // For WAF, which delivers by AWS's own log delivery.
      // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
      change: ["CreateLogDelivery", "DeleteLogDelivery", "DescribeResourcePolicies", "PutResourcePolicy"],
      on: ["*"],
      when: IN_REGION,
    },
    {
      sid: "OwnLogs",
      service: "logs",
      read: ["ListTagsForResource"],
      change: [
        "AssociateKmsKey",
        "CreateLogGroup",
        "DeleteLogGroup",
        "DisassociateKmsKey",
        "PutRetentionPolicy",
        "TagResource",
      ],
      on: [...groups, ...groups.map((group) => `${group}:*`)], // CloudWatch Logs asks for one form or the other
    },
    {
      // By their names a plan's policies would be too long.
      sid: "SeeAlarms",
      service: "cloudwatch",
      read: ["DescribeAlarms", "ListTagsForResource"],
      on: [arn(scope, "cloudwatch", "alarm:*")],
      when: tagged(scope),
    },
    {
      sid: "OwnAlarms",
      service: "cloudwatch",
      change: ["DeleteAlarms", "DescribeAlarms", "ListTagsForResource", "PutMetricAlarm", "TagResource"],
      on: alarmNames(suffix).map((name) => arn(scope, "cloudwatch", `alarm:${name}`)),
    },
    {
      sid: "OwnDashboard",
      service: "cloudwatch",
      read: ["GetDashboard"],
      change: ["DeleteDashboards", "PutDashboard"],
      on: [`arn:aws:cloudwatch::${accountId}:dashboard/${resourceName(suffix, "dashboard")}`],
    },
    {
      sid: "OwnEvents",
      service: "events",
      read: ["DescribeRule", "ListTagsForResource", "ListTargetsByRule"],
      change: ["DeleteRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource"],
      on: [arn(scope, "events", `rule/${resourceName(suffix, "break-glass-rule")}`)],
    },
    {
      sid: "OwnNotifications",
      service: "sns",
      read: ["GetSubscriptionAttributes", "GetTopicAttributes", "ListTagsForResource"],
      change: ["CreateTopic", "DeleteTopic", "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe"],
      on: [topic, `${topic}:*`], // and its subscriptions
    },
    { sid: "SeeParameters", service: "ssm", read: ["DescribeParameters"], on: ["*"], when: IN_REGION },
    {
      sid: "OwnWeights",
      service: "ssm",
      read: ["GetParameter", "GetParametersByPath", "ListTagsForResource"],
      change: ["AddTagsToResource", "DeleteParameter", "PutParameter"],
      on: ["", "/*"].map((below) => arn(scope, "ssm", `parameter${weightParameterPath(suffix)}${below}`)),
    },
  ];
}
