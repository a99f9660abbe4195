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
    "What each role of the team may do in an environment: all of `src/constructs/access/matrix.ts`. Everything else is refused.",
    "[How to assume a role](runbooks/access.md), [how to break the glass](runbooks/break-glass.md),",
    "[why it is so](decisions/0012-access.md).",
    "",
    "Each role is an output (`<role>_role_arn`), and a session lasts an hour. The principals that `access.principalArns` names may assume",
    "it. Where it names none, anyone of the account may who signed in with MFA and whose own IAM policy allows the call.",
    "",
    "`*` stands only where AWS takes no narrower resource, and only for actions that read: with these a role also sees other",
    "environments in this region.",
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
