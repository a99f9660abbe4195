/**
 * The only actions that a policy may allow on the resource `*`, each with the reason. A test compares the list with AWS's
 * published authorisation data, and fails for an action that could be narrowed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const UNNARROWABLE: Readonly<Record<string, string>> = {
  "application-autoscaling:DescribeScalableTargets": "Application Auto Scaling describes only as a whole",
  "application-autoscaling:DescribeScalingActivities": "Application Auto Scaling describes only as a whole",
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
  "cloudwatch:DescribeAlarms":
    "CloudWatch tells of composite alarms only on every resource; a guard can be one",
  "cloudwatch:GetMetricData": "metrics have no ARN",
  "cloudwatch:GetMetricStatistics": "metrics have no ARN",
  "cloudwatch:ListMetrics": "metrics have no ARN",
  "ec2:DescribeSecurityGroupRules": "EC2 describes groups only as a whole",
  "ec2:DescribeSecurityGroups": "EC2 describes groups only as a whole",
  "ecr:GetAuthorizationToken": "a token is for the whole registry",
  "ecs:DescribeTaskDefinition": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeListeners": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeLoadBalancers": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeTargetGroups": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeTargetHealth": "AWS takes no resource for it",
  "logs:DescribeLogGroups": "CloudWatch Logs lists groups only as a whole; flow logs are refused without it",
  "rds:DescribeEvents": "RDS lists events only as a whole",
};
