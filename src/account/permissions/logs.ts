import { IN_REGION, own, type Permission, type Scope } from "../permission";

/** Returns the permissions for log groups. */
export function logs(scope: Scope): Permission[] {
  return [
    {
      sid: "SeeLogs",
      service: "logs",
      read: ["DescribeLogGroups"],
      // Logging of AWS WAF needs these actions, because AWS WAF uses AWS's log delivery.
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
      on: own(scope, "aws_cloudwatch_log_group"), // CloudWatch Logs checks the ARN with or without `:*`
    },
  ];
}
