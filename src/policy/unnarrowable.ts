/**
 * Actions that a policy may allow on the resource `*`, each with the reason; there is no other way.
 *
 * A test holds the list against AWS's published authorisation data: an action that could be narrowed is refused there.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const UNNARROWABLE: Readonly<Record<string, string>> = {
  "ecr:GetAuthorizationToken": "a token is for the whole registry",
  "ecs:DescribeTaskDefinition": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeListeners": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeLoadBalancers": "AWS takes no resource for it",
  "elasticloadbalancing:DescribeTargetHealth": "AWS takes no resource for it",
  "logs:DescribeLogGroups": "CloudWatch Logs lists groups only as a whole; flow logs are refused without it",
};
