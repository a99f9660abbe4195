import { boundary } from "../../src/account/permissions-boundary";
import { evaluate, type Request } from "../../src/iam/evaluate";
import { statementOf } from "../../src/iam/statement";
import { grantsOf, SCOPE, synthesizedAccount } from "../support/account";
import { ACCOUNT_ID } from "../support/environments";
import { clusterArn, MASTER_SECRET } from "../support/resources-of";

const account = synthesizedAccount({
  environments: { x1: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"], secretArns: [] } },
});
const deploy = grantsOf(account, "github_deploy_role_x1").map(statementOf);
const verdict = (request: Request) => evaluate(deploy, request);

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}-x1`;
const tags = (key: "RequestTag" | "ResourceTag") => ({
  [`aws:${key}/Application`]: "transaction-processing",
  [`aws:${key}/EnvironmentSuffix`]: "x1",
  [`aws:${key}/Profile`]: "production",
});
const [NEW, OWN] = [tags("RequestTag"), tags("ResourceTag")];
const KEY = arn("kms", "key/0a1b2c3d-1111-4000-8000-000000000000");
const via = (service: string) => ({ "kms:ViaService": `${service}.us-east-1.amazonaws.com` });
const bounded = { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-x1` };
const SUBSCRIPTION = arn("sns", "topic-alarms-x1:0a1b2c3d-1111-4000-8000-000000000000");
const passedTo = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });

type Call = readonly [what: string, action: string, resource: string, context?: Request["context"]];

/** Calls of a first deployment whose rights hang on conditions, as AWS sees them then. */
const FIRST: readonly Call[] = [
  ["a key is made", "kms:CreateKey", "*", NEW],
  ["with tags", "kms:TagResource", KEY, NEW],
  ...["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags", "EnableKeyRotation"].map(
    (action): Call => ["before its tags count", `kms:${action}`, KEY],
  ),
  ["before its tags count", "kms:CreateAlias", KEY],
  ["an alias is made", "kms:CreateAlias", arn("kms", "alias/kms-key-x1")],
  ...["rds", "secretsmanager"].flatMap((service) =>
    ["CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey"].map(
      (action): Call => ["the database is made before its tags count", `kms:${action}`, KEY, via(service)],
    ),
  ),
  ["RDS makes the master secret", "secretsmanager:CreateSecret", MASTER_SECRET],
  ["RDS tags the master secret", "secretsmanager:TagResource", MASTER_SECRET],
  ["a network is made", "ec2:CreateVpc", arn("ec2", "vpc/vpc-1"), NEW],
  ["with tags", "ec2:CreateTags", arn("ec2", "vpc/vpc-1"), { ...NEW, "ec2:CreateAction": "CreateVpc" }],
  ["a subnet is made", "ec2:CreateSubnet", arn("ec2", "subnet/subnet-1"), NEW],
  ["in a network of ours", "ec2:CreateSubnet", arn("ec2", "vpc/vpc-1"), OWN],
  ["the default group is adopted", "ec2:CreateTags", arn("ec2", "security-group/sg-1"), NEW],
  ["a certificate is made", "acm:RequestCertificate", "*", NEW],
  ["a range is registered", "application-autoscaling:RegisterScalableTarget", scalable(), NEW],
  ["with tags", "application-autoscaling:TagResource", scalable(), NEW],
  ["a role is made", "iam:CreateRole", role("application-role-blue"), bounded],
  ["a role of the team is made", "iam:CreateRole", role("break-glass-role"), bounded],
  ["ECS gets a role", "iam:PassRole", role("application-role-green"), passedTo("ecs-tasks")],
  ["ECS gets a role", "iam:PassRole", role("execution-role-migration"), passedTo("ecs-tasks")],
  ["RDS gets a role", "iam:PassRole", role("enhanced-monitoring-role"), passedTo("rds")],
  ["flow logs get a role", "iam:PassRole", role("flow-log-role"), passedTo("vpc-flow-logs")],
  ...["sns:GetSubscriptionAttributes", "sns:Unsubscribe"].map(
    (action): Call => ["a subscriber of the alarms has an ARN below the topic's", action, SUBSCRIPTION],
  ),
];

/** And of later ones. */
const LATER: readonly Call[] = [
  ["a key's tags count", "kms:PutKeyPolicy", KEY, OWN],
  ["a key's tags count", "kms:ScheduleKeyDeletion", KEY, OWN],
  ["a key's tags count", "kms:DescribeKey", KEY, OWN],
  ["by way of RDS", "kms:CreateGrant", KEY, { ...OWN, ...via("rds") }],
  ["the master secret", "secretsmanager:TagResource", MASTER_SECRET, masterSecretOf("x1")],
  ["a range changes", "application-autoscaling:RegisterScalableTarget", scalable(), OWN],
  ["a range gets other tags", "application-autoscaling:TagResource", scalable(), OWN],
  ["a network goes", "ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), OWN],
];

it.each([...FIRST, ...LATER].map(([what, action, on, context = {}]) => [action, what, on, context] as const))(
  "%s is allowed: %s",
  (action, _what, resource, context) => {
    expect(verdict({ action, resource, context })).toBe("allowed");
  },
);

/** What it takes for none of that, and would harm. */
const NEVER: readonly Call[] = [
  ["a key without tags", "kms:PutKeyPolicy", KEY],
  ["a key without tags", "kms:ScheduleKeyDeletion", KEY],
  ["a key without tags, directly", "kms:Decrypt", KEY],
  ["our key, directly", "kms:Decrypt", KEY, OWN],
  ["our key, by way of S3", "kms:Decrypt", KEY, { ...OWN, ...via("s3") }],
  ["a key of another application", "kms:CreateGrant", KEY, { ...via("rds"), ...otherApplicationTags() }],
  ["another's master secret", "secretsmanager:TagResource", MASTER_SECRET, masterSecretOf("x2")],
  ["a role without the permissions boundary", "iam:CreateRole", role("application-role-blue")],
  ["a role of people", "iam:PassRole", role("break-glass-role"), passedTo("ecs-tasks")],
  ["tasks' role to Lambda", "iam:PassRole", role("application-role-blue"), passedTo("lambda")],
  [
    "the release controller's role to tasks",
    "iam:PassRole",
    role("release-controller-role"),
    passedTo("ecs-tasks"),
  ],
  ["tags on what is there", "ec2:CreateTags", arn("ec2", "vpc/vpc-1"), NEW],
];

it.each(NEVER.map(([what, action, on, context = {}]) => [action, what, on, context] as const))(
  "%s is denied: %s",
  (action, _what, resource, context) => {
    expect(verdict({ action, resource, context })).toBe("denied");
  },
);

describe("a role within the permissions boundary", () => {
  const bounds = boundary(SCOPE).map((written) => statementOf({ ...written }));
  const judged = (action: string, resource: string, context: Request["context"] = {}) =>
    evaluate(bounds, { action, resource, context });

  it("decrypts with the environment's key by way of Secrets Manager and RDS only", () => {
    expect(judged("kms:Decrypt", KEY, { ...OWN, ...via("secretsmanager") })).toBe("allowed");
    expect(judged("kms:Decrypt", KEY, { ...OWN, ...via("rds") })).toBe("allowed"); // Performance Insights
    expect(judged("kms:Decrypt", KEY, { ...OWN, ...via("logs") })).toBe("denied");
    expect(judged("kms:Decrypt", KEY, OWN)).toBe("denied");
  });

  it("reads the master secret of its own cluster only", () => {
    expect(judged("secretsmanager:GetSecretValue", MASTER_SECRET, masterSecretOf("x1"))).toBe("allowed");
    expect(judged("secretsmanager:GetSecretValue", MASTER_SECRET, masterSecretOf("x2"))).toBe("denied");
    expect(judged("secretsmanager:GetSecretValue", MASTER_SECRET)).toBe("denied");
  });

  it("reads the log groups of its own clusters only, not those of a cluster whose name ends alike", () => {
    const read = (path: string) =>
      judged("logs:GetLogEvents", arn("logs", `log-group:/aws/${path}:log-stream:one`));
    expect(read("ecs/containerinsights/ecs-cluster-x1/performance")).toBe("allowed");
    expect(read("ecs/containerinsights/other-ecs-cluster-x1/performance")).toBe("denied");
    expect(read("rds/cluster/aurora-cluster-x1/postgresql")).toBe("allowed");
    expect(read("rds/cluster/other-aurora-cluster-x1/postgresql")).toBe("denied");
  });

  it("finds only the release's own objects in the state bucket", () => {
    const listed = (prefix: string) =>
      judged("s3:ListBucket", `arn:aws:s3:::${SCOPE.stateBucket}`, { "s3:prefix": prefix });
    expect(["x1/release.json", "x1/release.lock"].map(listed)).toEqual(["allowed", "allowed"]);
    expect(["", "x1/", "x1/transaction-processing.tfstate", "x2/release.json"].map(listed)).toEqual(
      Array.from({ length: 4 }, () => "denied"),
    );
  });
});

function scalable(): string {
  return arn("application-autoscaling", "scalable-target/0a1b");
}

function masterSecretOf(suffix: string) {
  return { "aws:ResourceTag/aws:rds:primaryDBClusterArn": clusterArn(`aurora-cluster-${suffix}`) };
}

function otherApplicationTags() {
  return { "aws:ResourceTag/Application": "orders", "aws:ResourceTag/EnvironmentSuffix": "x1" };
}
