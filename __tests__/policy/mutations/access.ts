import { adding, type Mutation, type Mutations, setting } from "./editing";

const ROLE = "aws_iam_role.releaser_role";
const POLICY = "aws_iam_role_policy.releaser_policy";
const SERVICE_ROLE = "aws_iam_role.flow_logs_role_role";

const allows =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(POLICY, "RecordSplit", change);
    return [POLICY];
  };
const trusts =
  (address: string, sid: string, change: object): Mutation =>
  (edit) => {
    edit.statement(address, sid, change, "assume_role_policy");
    return [address];
  };
const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const ACCESS_MUTATIONS: Mutations = {
  "iam-actions": {
    "every action": allows({ Action: "*" }),
    "every action of a service": allows({ Action: ["ssm:PutParameter", "ssm:Get*"] }),
    "every action but one": allows({ Action: undefined, NotAction: "ssm:DeleteParameter" }),
    "unreadable at synth": setting(POLICY, { policy: "${data.aws_iam_policy_document.wide.json}" }),
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
    "every resource but one": allows({ Resource: undefined, NotResource: "arn:x" }),
  },
  "iam-no-escalation": {
    "passing a role": allows({ Action: "iam:PassRole" }),
    "writing a policy": allows({ Action: ["IAM:PutRolePolicy"] }),
  },
  "iam-trust": {
    everybody: trusts(ROLE, "AssumeByPeople", { Principal: { AWS: "*" } }),
    "the account without MFA": trusts(ROLE, "AssumeByPeople", { Condition: undefined }),
    "the account where MFA is not asked for": trusts(ROLE, "AssumeByPeople", {
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
    }),
    "the account where MFA was not used": trusts(ROLE, "AssumeByPeople", {
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    }),
    "a service for any account": trusts(SERVICE_ROLE, "AssumeByService", { Condition: undefined }),
    "everybody of an identity provider": trusts(ROLE, "AssumeByPeople", {
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/example.com" },
    }),
    "unreadable at synth": setting(ROLE, {
      assume_role_policy: "${data.aws_iam_policy_document.trust.json}",
    }),
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
    "read only, in the role": setting(ROLE, {
      managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    }),
  },
};
