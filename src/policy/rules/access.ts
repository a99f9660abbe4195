import { at, list } from "../document";
import { each, none, type Rule } from "../rule";
import {
  allowed,
  bounds,
  identityPolicies,
  joined,
  type Statement,
  statementsOf,
  wildcards,
} from "../statements";
import { UNNARROWABLE } from "../unnarrowable";

/** Judges every allowing statement of every policy that gives rights. */
const eachGrant =
  (judge: (statement: Statement) => string | undefined, unreadable?: string): Rule["check"] =>
  (document) =>
    identityPolicies(document).map(({ address, statements }) => ({
      address,
      problem: statements === undefined ? unreadable : joined(allowed(statements).map(judge)),
    }));

// The resource "*", also in the form of an ARN that leaves its last part open.
const EVERYTHING = /^(?:\*|arn:(?:[^:]*:){4}\*)$/;

const naming = (sid: string, verb: string, items: readonly string[]) =>
  items.length === 0 ? undefined : `${sid} ${verb} ${items.join(", ")}`;

/** Whether somebody other than a named role, user or service may take on a role. */
function loose(statement: Statement): string | undefined {
  const { sid, principals } = statement;
  const equals = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"];
  for (const { kind, id } of principals) {
    if (kind === "*") return `${sid} lets everybody assume it`;
    if (kind === "Service" && !bounds(statement, equals, ["aws:SourceAccount", "aws:SourceArn"])) {
      return `${sid} lets ${id} assume it for any account`;
    }
    if (
      kind === "Federated" &&
      !Object.keys(statement.conditions).some((operator) => equals.includes(operator))
    ) {
      return `${sid} lets everybody of ${id} assume it`;
    }
    const account = kind === "AWS" && (/^\d{12}$/.test(id) || id.endsWith(":root"));
    const held =
      at(statement.conditions, "Bool.aws:MultiFactorAuthPresent") === "true" ||
      bounds(statement, equals, ["aws:PrincipalArn"]);
    if (account && !held) return `${sid} lets the whole account assume it, without MFA`;
  }
  return undefined;
}

/** IAM: what roles may do, and who may take them on. */
export const ACCESS: readonly Rule[] = [
  {
    id: "iam-actions",
    sentence: "Policies allow actions by name, never by wildcard or by exception.",
    controls: {
      pci: ["7.2.2", "7.2.5"],
      aws: ["IAM.1", "IAM.21"],
      cis: ["1.16"],
      checkov: ["CKV_AWS_62", "CKV_AWS_63"],
    },
    fix: "list the actions that are needed, in a policy that is JSON text",
    check: eachGrant(({ sid, actions }) => wildcards(sid, actions), "no policy that is JSON text"),
  },
  {
    id: "iam-resources",
    sentence: "Policies name their resources; the resource * is for actions that AWS cannot narrow.",
    controls: { pci: ["7.2.5"], checkov: ["CKV_AWS_355"] },
    fix: "name the ARNs, or explain the action in src/policy/unnarrowable.ts",
    check: eachGrant(({ sid, actions, resources }) =>
      resources.some((resource) => EVERYTHING.test(resource))
        ? naming(
            sid,
            "allows on every resource",
            actions.filter((action) => !/[*?]/.test(action) && !(action in UNNARROWABLE)),
          )
        : undefined,
    ),
  },
  {
    id: "iam-no-escalation",
    sentence: "No role changes or hands out rights.",
    controls: { pci: ["7.2.5"], checkov: ["CKV_AWS_286"] },
    fix: "leave actions of IAM other than Get and List out",
    check: eachGrant(({ sid, actions }) =>
      naming(
        sid,
        "allows",
        actions.filter((action) => /^iam:(?!get|list)\w/i.test(action)),
      ),
    ),
  },
  {
    id: "iam-trust",
    sentence:
      "A role is taken on by named roles, by the account's people with MFA, or by a service on the account's behalf.",
    controls: { pci: ["7.2.5", "8.4.2"], checkov: ["CKV_AWS_60", "CKV_AWS_61"] },
    fix: "name the principal; hold services to aws:SourceAccount, the account to aws:MultiFactorAuthPresent",
    check: each("aws_iam_role", ({ assume_role_policy }) => {
      const statements = statementsOf(assume_role_policy);
      return statements === undefined
        ? "no policy that is JSON text"
        : joined(allowed(statements).map(loose));
    }),
  },
  {
    id: "iam-no-users",
    sentence: "There are no IAM users, groups and access keys: people come by roles.",
    controls: { pci: ["8.2.2"], aws: ["IAM.2"], cis: ["1.15"], checkov: ["CKV_AWS_273"] },
    fix: "trust the roles of IAM Identity Center instead",
    check: none(
      ["aws_iam_user", "aws_iam_group", "aws_iam_access_key", "aws_iam_user_login_profile"],
      "a way in that is no role",
    ),
  },
  {
    id: "iam-no-managed-policies",
    sentence: "Roles have policies of their own, not AWS's broad ones.",
    controls: { pci: ["7.2.5"], checkov: ["CKV_AWS_274"], cdkNag: ["AwsSolutions-IAM4"] },
    fix: "write the actions that are needed into an aws_iam_role_policy",
    check: (document) => [
      ...each(["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"], ({ policy_arn }) =>
        /arn:aws:iam::aws:policy/.test(String(policy_arn)) ? `attaches ${policy_arn}` : undefined,
      )(document),
      ...each("aws_iam_role", ({ managed_policy_arns: arns }) =>
        list(arns).length === 0 ? undefined : `attaches ${list(arns).join(", ")}`,
      )(document),
    ],
  },
];
