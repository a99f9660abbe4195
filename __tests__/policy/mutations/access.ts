import { adding, type Mutation, type Mutations, setting } from "./editing";
import { PEOPLES_ROLES } from "./spotless";

const ROLE = "aws_iam_role.releaser_role";
const POLICY = "aws_iam_role_policy.release_controller_role_policy";
const ACCOUNT = { Principal: { AWS: "arn:aws:iam::123456789012:root" } };
const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const SERVICE_ROLE = "aws_iam_role.flow_logs_role_role";

const allows =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(POLICY, "RecordWeights", change);
    return [POLICY];
  };
const trusts =
  (address: string, sid: string, change: object): Mutation =>
  (edit) => {
    edit.statement(address, sid, change, "assume_role_policy");
    return [address];
  };
const WEIGHTS = "arn:aws:ssm:us-east-1:123456789012:parameter/transaction-processing/x1/green-weight";
const WIDE_ARNS: Readonly<Record<string, string>> = {
  "every secret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:*",
  "every secret that RDS made": "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!*",
  "every user of every database": "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/*",
  "one user of every database": "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/app",
  "every object of every bucket": "arn:aws:s3:::*/*",
  "every object of another bucket": "arn:aws:s3:::state-bucket/*",
  "every role": "arn:aws:iam::123456789012:role/*",
  "every role of another account": "arn:aws:iam::210987654321:role/*",
  "a role of any account": "arn:aws:iam::*:role/x-x1",
  "a parameter of any region": "arn:aws:ssm:*:123456789012:parameter/transaction-processing/x1/green-weight",
  "every service's": "arn:aws:*:us-east-1:123456789012:parameter/x1/green-weight",
  "every log group": "arn:aws:logs:us-east-1:123456789012:log-group:*:*",
  "every environment's parameters": "arn:aws:ssm:us-east-1:123456789012:parameter/transaction-processing/*",
  "what ends like the environment's": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*-x1",
  "what begins like the environment's": "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-x1*/1",
  "an environment with a longer suffix": "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-x10/*",
  "an environment whose suffix begins alike": "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-x1-b/*",
  "what begins like a resource's ARN": "${aws_s3_bucket.load_balancer_access_logs_bucket.arn}*",
  "what Terraform cannot tell": "${data.aws_caller_identity.caller_identity.account_id}/*",
};
const trustsPrincipal = (id: string, condition?: object): Mutation =>
  trusts(ROLE, "AssumeByPeople", {
    Principal: { AWS: ["arn:aws:iam::123456789012:role/team", id] },
    Condition: condition,
  });
const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const ACCESS_MUTATIONS: Mutations = {
  "iam-actions": {
    "every action": allows({ Action: "*" }),
    "every action of a service": allows({ Action: ["ssm:PutParameter", "ssm:Get*"] }),
    "every action but one": allows({ Action: undefined, NotAction: "ssm:DeleteParameter" }),
    "a wide policy in the role": (edit) => {
      edit.set(ROLE, {
        inline_policy: [
          { name: "wide", policy: document({ Effect: "Allow", Action: "s3:*", Resource: "arn:x" }) },
        ],
      });
      return [ROLE];
    },
    "a wide policy of its own": adding("aws_iam_policy.wide", {
      policy: document({ Sid: "All", Effect: "Allow", Action: "*", Resource: "arn:x" }),
    }),
  },
  "iam-resources": {
    "every resource": allows({ Resource: "*" }),
    "every resource of a service": allows({ Resource: ["arn:aws:ssm:us-east-1:123456789012:*"] }),
    ...Object.fromEntries(
      Object.entries(WIDE_ARNS).map(([what, arn]) => [what, allows({ Resource: [WEIGHTS, arn] })]),
    ),
    "every resource but one": allows({ Resource: undefined, NotResource: "arn:x" }),
  },
  "iam-no-escalation": {
    "passing a role": allows({ Action: "iam:PassRole" }),
    "writing a policy": allows({ Action: ["IAM:PutRolePolicy"] }),
  },
  "iam-no-data-loss": {
    "deleting a database": allows({ Action: ["ssm:PutParameter", "rds:DeleteDBCluster"] }),
    "deleting a key": allows({ Action: "kms:ScheduleKeyDeletion" }),
    "letting objects expire": allows({ Action: "s3:PutLifecycleConfiguration" }),
    "emptying a queue": allows({ Action: "sqs:PurgeQueue" }),
    "deleting objects other than the lock": allows({ Action: "s3:DeleteObject" }),
  },
  "iam-trust": {
    everybody: trusts(ROLE, "AssumeByPeople", { Principal: { AWS: "*" } }),
    "the account without MFA": trusts(ROLE, "AssumeByPeople", { ...ACCOUNT, Condition: undefined }),
    "the account where MFA is not asked for": trusts(ROLE, "AssumeByPeople", {
      ...ACCOUNT,
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
    }),
    "the account where MFA was not used": trusts(ROLE, "AssumeByPeople", {
      ...ACCOUNT,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    }),
    "the account where MFA may be missing": trusts(ROLE, "AssumeByPeople", {
      ...ACCOUNT,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } },
    }),
    "the account by its number": trustsPrincipal("123456789012"),
    "a user without MFA": trustsPrincipal("arn:aws:iam::123456789012:user/safe/envelope-1"),
    "a role of another account": trustsPrincipal("arn:aws:iam::210987654321:role/team", MFA),
    "another account, even with MFA": trustsPrincipal("arn:aws:iam::210987654321:root", MFA),
    "somebody whose account is not said": trustsPrincipal("AIDAEXAMPLE", MFA),
    "a role where the account is not known": (edit) => {
      delete edit.document.provider.aws[0].allowed_account_ids;
      return PEOPLES_ROLES;
    },
    "a service for any account": trusts(SERVICE_ROLE, "AssumeByService", { Condition: undefined }),
    "everybody of an identity provider": trusts(ROLE, "AssumeByPeople", {
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/example.com" },
      Condition: { StringEquals: { "example.com:aud": "sts.amazonaws.com" } },
    }),
  },
  "iam-trust-named": {
    "the account with MFA": trusts(ROLE, "AssumeByPeople", { ...ACCOUNT, Condition: MFA }),
    "the account by its number, with MFA": trustsPrincipal("123456789012", MFA),
    "the account of whoever deploys, with MFA": trustsPrincipal(
      "arn:aws:iam::${data.aws_caller_identity.caller_identity.account_id}:root",
      MFA,
    ),
  },
  "iam-no-users": {
    "a user": adding("aws_iam_user.person", { name: "person" }),
    "a key": adding("aws_iam_access_key.person", { user: "person" }),
    "a group": adding("aws_iam_group.people", { name: "people" }),
  },
  "iam-no-managed-policies": {
    administrator: adding("aws_iam_role_policy_attachment.wide", {
      role: "r",
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    "a policy that is not in the stack": adding("aws_iam_role_policy_attachment.wide", {
      role: "r",
      policy_arn: "${data.aws_iam_policy.wide.arn}",
    }),
    "read only, in the role": setting(ROLE, {
      managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    }),
  },
};
