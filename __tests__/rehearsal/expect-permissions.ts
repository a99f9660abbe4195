import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";

/** Allowed, although no rehearsal calls it: AWS asks for it by the way, or in an account that is not empty. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  "asked only when ECS rolled a deployment back": ["ecs:DescribeServiceDeployments"],
  "what is made with tags takes the permission to tag": [
    "acm:AddTagsToCertificate",
    "application-autoscaling:TagResource",
    "cloudwatch:TagResource",
    "ecs:TagResource",
    "events:TagResource",
    "elasticloadbalancing:AddTags",
    "iam:TagRole",
    "kms:TagResource",
    "lambda:TagResource",
    "logs:TagResource",
    "rds:AddTagsToResource",
    "secretsmanager:TagResource",
    "sns:TagResource",
    "wafv2:TagResource",
  ],
  "GetFunction returns tags only to callers that may list them": ["lambda:ListTags"],
  "a service gets one of our roles": ["iam:PassRole"],
  "the first use of a service in an account": ["iam:CreateServiceLinkedRole"],
  "RDS keeps the master password and encrypts in our name": [
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "secretsmanager:CreateSecret",
  ],
  "WAF delivers its log by AWS's log delivery": [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:PutResourcePolicy",
  ],
  "a web ACL is put before a load balancer, taken away, looked up": [
    "elasticloadbalancing:CreateWebACLAssociation",
    "elasticloadbalancing:DeleteWebACLAssociation",
    "elasticloadbalancing:GetLoadBalancerWebACL",
    "elasticloadbalancing:SetWebACL",
  ],
  "an interface endpoint has private DNS": ["route53:AssociateVPCWithHostedZone"],
  "the access logs' bucket is not empty": ["s3:DeleteObjectVersion", "s3:ListBucketVersions"],
  "who may assume a role changes": ["iam:UpdateAssumeRolePolicy"],
  "a cluster is destroyed that takes a final snapshot: restore.long.test.ts": ["rds:CreateDBClusterSnapshot"],
  "what neither this rehearsal nor `environments` changes is changed": [
    "ec2:ModifySecurityGroupRules",
    "ec2:ModifyVpcEndpoint",
    "elasticloadbalancing:ModifyListener",
    "elasticloadbalancing:SetSecurityGroups",
    "elasticloadbalancing:SetSubnets",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
    "kms:PutKeyPolicy",
    "lambda:GetFunctionConfiguration",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "logs:AssociateKmsKey",
    "logs:DisassociateKmsKey",
    "rds:AddSourceIdentifierToSubscription",
    "rds:ModifyEventSubscription",
    "rds:RemoveSourceIdentifierFromSubscription",
  ],
  "a sweep removes network interfaces that were left": ["ec2:DeleteNetworkInterface"],
};

/** IAM actions that were called, by what called them. */
export interface Recorded {
  readonly planned: ReadonlySet<string>;
  readonly deployed: ReadonlySet<string>;
}

const stack = () =>
  synthesizedAccount({
    environments: { prod: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"], secretArns: [] } },
  });
const allowed = (role: string, of = stack()) =>
  new Set(grantsOf(of, role).flatMap(({ Action }) => [Action].flat() as string[]));

/** The roles of GitHub may do what planning, deploying, changing and destroying both profiles called. */
export function expectEnoughRights({ planned, deployed }: Recorded): void {
  const beyond = (recorded: ReadonlySet<string>, rights: ReadonlySet<string>) =>
    [...recorded].filter((action) => action !== "sts:GetCallerIdentity" && !rights.has(action)).sort();

  expect(planned.size).toBeGreaterThan(60);
  expect(beyond(planned, allowed("github_plan_role_prod"))).toEqual([]);
  expect(deployed.size).toBeGreaterThan(180);
  expect(beyond(deployed, allowed("github_deploy_role_prod"))).toEqual([]);

  // Previews have neither a key nor a certificate nor records of their own.
  const missing = beyond(deployed, allowed("github_preview_role_pr", synthesizedAccount(PREVIEWS_ONLY)));
  expect(missing.filter((action) => !/^(acm|kms|route53):/.test(action))).toEqual([]);
  expect(missing).toEqual(expect.arrayContaining(["acm:RequestCertificate", "kms:CreateKey"]));
}

/** And nothing else. @param recorded of a rehearsal in which everything changed that can */
export function expectNoOtherRights({ planned, deployed }: Recorded): void {
  const explained = Object.values(HIDDEN).flat();
  const unused = (actions: Iterable<string>, ...recorded: ReadonlySet<string>[]) =>
    [...new Set(actions)]
      .filter((action) => !recorded.some((each) => each.has(action)) && !explained.includes(action))
      .sort();
  const swept = stack().resource("aws_iam_policy.github_deploy_role_prod_policy_sweep");
  const sweeps = new Set<string>(
    JSON.parse(swept.policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
  );
  expect(unused(allowed("github_plan_role_prod"), planned)).toEqual([]);
  // An apply looks at what its plan looked at.
  const own = [...allowed("github_deploy_role_prod")].filter((it) => !sweeps.has(it));
  expect(unused(own, deployed, planned)).toEqual([]);
  expect(explained.filter((action) => deployed.has(action))).toEqual([]);
}
