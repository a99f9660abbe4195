import { resourceName, serviceRoleNames } from "../naming/names";
import { TEAM_ROLES } from "../naming/team-roles";
import { NO_ATTRIBUTES, type Row } from "./row";

/** The facts about the Terraform resource types of IAM, except the types in {@link ACCOUNT}. Each type has a {@link Row}. */
export const ACCESS = {
  aws_iam_role: {
    aws: "IAM role",
    arns: ["arn:aws:iam::{account}:role/{name}"],
    named: {
      by: "name",
      attribute: "name",
      names: (suffix) => [...serviceRoleNames(suffix), ...TEAM_ROLES.map((role) => resourceName(suffix, `${role}-role`))],
    },
    data: false,
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      admits: [/^managed_policy_arns\[/],
      plain: [/^inline_policy\b/], // the policy rules judge an inline policy like an aws_iam_role_policy
      rights: [
        { document: "assume_role_policy", of: "who may assume ", named: "name" },
        { value: "permissions_boundary", named: "name", isUsual: false, warns: "lost" },
        { value: "max_session_duration", named: "name", isUsual: true },
      ],
    },
    judged: {
      by: [
        "iam-actions",
        "iam-resources",
        "iam-no-escalation",
        "iam-no-data-loss",
        "iam-trust",
        "iam-trust-named",
        "iam-no-managed-policies",
        "task-separate-roles",
        "task-reads-no-secrets",
      ],
    },
    actions: {
      read: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      make: ["iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:CreateServiceLinkedRole"],
      remove: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"],
      use: [],
      granted: "by statement",
    },
    left: { lists: ["iam:ListRoles"], swept: false, byHand: ({ id }) => `aws iam delete-role --role-name ${id} # first delete the role's inline policies` },
  },
  aws_iam_role_policy: {
    aws: "IAM inline policy",
    arns: [],
    named: { by: "part" },
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, rights: [{ document: "policy", of: "", named: "role" }] },
    judged: { by: ["iam-actions", "iam-resources", "iam-no-escalation", "iam-no-data-loss", "task-reads-no-secrets"] },
    actions: {
      read: ["iam:GetRolePolicy"],
      make: ["iam:PutRolePolicy"],
      remove: ["iam:DeleteRolePolicy"],
      use: [],
      granted: "by statement",
    },
    left: { goesWith: "aws_iam_role" },
  },
} as const satisfies Readonly<Record<string, Row>>;

/** The facts about the Terraform resource types that only the account's stack contains. Each type has a {@link Row}. */
export const ACCOUNT = {
  aws_iam_openid_connect_provider: {
    aws: "IAM OpenID Connect provider",
    arns: ["arn:aws:iam::{account}:oidc-provider/*"],
    named: { by: "tags" },
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, loosens: [/^client_id_list\[/, /^thumbprint_list\[/] },
    judged: { notBecause: "no environment has an OpenID Connect provider, and iam-trust refuses roles that trust such a provider" },
    actions: {
      read: ["iam:GetOpenIDConnectProvider"],
      make: ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
      remove: ["iam:DeleteOpenIDConnectProvider"],
      use: [],
      granted: "to nobody",
    },
    left: { goesWith: "the account's stack" },
  },
  aws_iam_policy: {
    aws: "IAM policy",
    arns: ["arn:aws:iam::{account}:policy/{name}"],
    named: { by: "name", attribute: "name", names: () => [] }, // no environment creates an IAM policy
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, rights: [{ document: "policy", of: "policy ", named: "name" }] },
    judged: { by: ["iam-actions", "iam-resources", "iam-no-escalation", "iam-no-data-loss"] },
    actions: {
      read: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
      make: ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:TagPolicy"],
      remove: ["iam:DeletePolicy", "iam:DeletePolicyVersion"],
      use: [],
      granted: "to nobody",
    },
    left: { lists: ["iam:ListPolicies"], swept: false, byHand: ({ id }) => `aws iam delete-policy --policy-arn ${id}` },
  },
  aws_iam_role_policy_attachment: {
    aws: "IAM policy attachment",
    arns: [],
    named: { by: "part" },
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, rights: [{ value: "policy_arn", named: "role", isUsual: false, warns: "gained" }] },
    judged: { by: ["iam-no-managed-policies", "task-reads-no-secrets"] },
    actions: {
      read: ["iam:ListAttachedRolePolicies"],
      make: ["iam:AttachRolePolicy"],
      remove: ["iam:DetachRolePolicy"],
      use: [],
      granted: "to nobody",
    },
    left: { goesWith: "aws_iam_role" },
  },
} as const satisfies Readonly<Record<string, Row>>;
