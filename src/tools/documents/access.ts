import { CONDITIONS } from "../../constructs/access/conditions";
import { type Grant, MATRIX } from "../../constructs/access/matrix";
import { TARGETS } from "../../constructs/access/targets";
import { TEAM_ROLES, type TeamRoleName } from "../../naming/team-roles";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/** Who may do what in an environment: the matrix, role by role. */
export function access(): string {
  return [
    NOTICE,
    "# Access",
    "",
    "Who of the team may do what in an environment: all of `src/constructs/access/matrix.ts`. What is not here is refused.",
    "[How to assume a role](runbooks/access.md), [how to break the glass](runbooks/break-glass.md),",
    "[why it is so](decisions/0012-access.md).",
    "",
    "Each role is an output (`<role>_role_arn`), lasts an hour, and is taken by whom `access.principalArns` names; where it",
    "names nobody, by whoever of the account signed in with MFA and is allowed the call by the account's own IAM.",
    "",
    "`*` stands only where AWS takes no narrower resource, and only for looking: a role sees the same of other environments in",
    "this region.",
    "",
    ...TEAM_ROLES.flatMap(section),
  ].join("\n");
}

function section(role: TeamRoleName): string[] {
  const { isFor, includes, grants } = MATRIX[role];
  return [
    `## \`${role}\``,
    "",
    isFor,
    ...(includes.length > 0
      ? ["", `May everything that ${includes.map((name) => `\`${name}\``).join(" and ")} may, and:`]
      : []),
    "",
    ...table(["may", "on", "why"], grants.map(row)),
    "",
  ];
}

function row({ actions, on, condition, onlyIn, why }: Grant): string[] {
  return [
    actions.map((action) => `\`${action}\``).join(" "),
    [
      TARGETS[on].words,
      ...(condition ? [CONDITIONS[condition].words] : []),
      ...(onlyIn ? [`only in \`${onlyIn}\``] : []),
    ].join(", "),
    why,
  ];
}
