import { arn, IN_REGION, own, type Permission, type Scope, tagged } from "../permission";

/** Log groups. */
export function logs(scope: Scope): Permission[] {
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
      // By their names a plan's policies would be too long.
      sid: "SeeTagsOfLogs",
      service: "logs",
      read: ["ListTagsForResource"],
      on: [arn(scope, "logs", "log-group:*")],
      when: tagged(scope),
    },
    {
      sid: "OwnLogs",
      service: "logs",
      change: [
        "AssociateKmsKey",
        "CreateLogGroup",
        "DeleteLogGroup",
        "DisassociateKmsKey",
        "PutRetentionPolicy",
        "TagResource",
      ],
      on: own(scope, "aws_cloudwatch_log_group"), // CloudWatch Logs asks for one form or the other
    },
  ];
}
