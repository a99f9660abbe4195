import { IN_REGION, type Permission } from "../permission";

/** What `npm run sweep` and `npm run previews` look through: they list each kind whole, to find what nobody expects. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  acm: ["ListCertificates", "ListTagsForCertificate"],
  "application-autoscaling": ["DescribeScalableTargets", "DescribeScalingPolicies"],
  cloudwatch: ["DescribeAlarms", "ListDashboards"],
  ecs: ["DescribeClusters", "DescribeServices", "ListClusters", "ListServices", "ListTaskDefinitions"],
  events: ["ListRules"],
  iam: ["ListPolicies", "ListRoles"],
  kms: ["DescribeKey", "ListAliases", "ListKeys", "ListResourceTags"],
  rds: [
    "DescribeDBClusterAutomatedBackups",
    "DescribeDBClusterParameterGroups",
    "DescribeDBClusterSnapshots",
    "DescribeDBClusters",
    "DescribeDBInstances",
    "DescribeDBParameterGroups",
    "DescribeDBSubnetGroups",
    "DescribeEventSubscriptions",
  ],
  route53: ["ListHostedZones", "ListResourceRecordSets"],
  s3: ["ListAllMyBuckets"],
  secretsmanager: ["ListSecrets"],
  sns: ["ListSubscriptions", "ListTopics"],
  tag: ["GetResources"],
  wafv2: ["ListWebACLs"],
};

/** EC2, load balancers, logs and parameters are listed by planning already. */
export const sweep = (): Permission[] =>
  Object.entries(LISTED).map(([service, change]) => ({
    sid: `SweepSees${service.replaceAll("-", "")}`,
    service,
    change,
    on: ["*"],
    when: IN_REGION,
  }));
