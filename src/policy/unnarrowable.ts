/**
 * The only IAM actions that a policy may allow on the resource `*`, each with the reason. A test compares the list with AWS's published
 * authorisation data, and fails for an action that supports narrower resources.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const UNNARROWABLE: Readonly<Record<string, string>> = {
  "application-autoscaling:DescribeScalableTargets":
    "Application Auto Scaling supports only * for this action",
  "application-autoscaling:DescribeScalingActivities":
    "Application Auto Scaling supports only * for this action",
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
  "cloudwatch:DescribeAlarms":
    "CloudWatch describes composite alarms only with *, and a release alarm can be a composite alarm",
  "cloudwatch:GetMetricData": "metrics have no ARN",
  "cloudwatch:GetMetricStatistics": "metrics have no ARN",
  "cloudwatch:ListMetrics": "metrics have no ARN",
  "ec2:DescribeSecurityGroupRules": "EC2 supports only * for this action",
  "ec2:DescribeSecurityGroups": "EC2 supports only * for this action",
  "ecr:GetAuthorizationToken": "the token of this action is valid for the whole registry",
  "ecs:DescribeTaskDefinition": "ECS supports only * for this action",
  "elasticloadbalancing:DescribeListeners": "Elastic Load Balancing supports only * for this action",
  "elasticloadbalancing:DescribeLoadBalancers": "Elastic Load Balancing supports only * for this action",
  "elasticloadbalancing:DescribeTargetGroups": "Elastic Load Balancing supports only * for this action",
  "elasticloadbalancing:DescribeTargetHealth": "Elastic Load Balancing supports only * for this action",
  "logs:DescribeLogGroups":
    "CloudWatch Logs supports only * for this action, and flow logs fail without the action",
  "rds:DescribeEvents": "RDS supports only * for this action",
};
