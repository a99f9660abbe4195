import { retiredAlarmNames } from "../../naming/alarm-names";
import { weightParameterName } from "../../naming/weight-parameter";
import { arn, IN_REGION, own, type Permission, type Scope, tagged } from "../permission";
import { ownByName } from "./named";

/**
 * Returns the permissions for alarms, for the traffic weights, and for the resource types whose rows in src/resources/ say
 * `granted: "by name"`.
 */
export function operations(scope: Scope): Permission[] {
  const { suffix } = scope;
  return [
    {
      // This statement has no condition on tags: a plan also reads alarms that somebody has deleted, and a deleted alarm has no tags.
      sid: "SeeAlarms",
      service: "cloudwatch",
      read: ["DescribeAlarms"],
      on: ["*"],
      when: IN_REGION,
    },
    {
      // The condition is on tags, because the names of all alarms would make the policies of the plan role too long.
      sid: "SeeTagsOfAlarms",
      service: "cloudwatch",
      read: ["ListTagsForResource"],
      on: [arn(scope, "cloudwatch", "alarm:*")],
      when: tagged(scope),
    },
    {
      sid: "OwnAlarms",
      service: "cloudwatch",
      change: ["DeleteAlarms", "DescribeAlarms", "ListTagsForResource", "PutMetricAlarm", "TagResource"],
      on: own(scope, "aws_cloudwatch_metric_alarm"),
    },
    {
      sid: "RetiredAlarms",
      service: "cloudwatch",
      change: ["DeleteAlarms", "DescribeAlarms"],
      on: retiredAlarmNames(suffix).map((name) => arn(scope, "cloudwatch", `alarm:${name}`)),
    },
    ...ownByName(scope),
    { sid: "SeeParameters", service: "ssm", read: ["DescribeParameters"], on: ["*"], when: IN_REGION },
    {
      sid: "OwnWeights",
      service: "ssm",
      read: ["GetParameter", "ListTagsForResource"],
      change: ["AddTagsToResource", "DeleteParameter", "PutParameter"],
      on: [arn(scope, "ssm", `parameter${weightParameterName(suffix)}`)],
    },
  ];
}
