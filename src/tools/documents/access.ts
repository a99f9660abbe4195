import { CONDITIONS } from "../../constructs/access/conditions";
import { type Grant, MATRIX } from "../../constructs/access/matrix";
import { TARGETS } from "../../constructs/access/targets";
import { TEAM_ROLES, type TeamRoleName } from "../../naming/team-roles";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/** Returns the text of docs/access.md: for each role of the team, the actions that it may use in an environment. */
export function access(): string {
  return [
    NOTICE,
    "# Access",
    "",
    "This document lists the actions that each role of the team may use in an environment, as `src/constructs/access/matrix.ts` grants",
    "them. AWS refuses all other actions. See also: [how to assume a role](runbooks/access.md),",
    "[how to break the glass](runbooks/break-glass.md), [the reasons for these roles](decisions/0012-access.md).",
    "",
    "The output `<role>_role_arn` holds each role's ARN. A session lasts an hour. The principals in the setting `access.principalArns`",
    "may assume the role. If that list is empty, a principal of the account may assume the role under two conditions: the principal signed",
    "in with MFA, and its own IAM policy allows `sts:AssumeRole`.",
    "",
    "The resource `*` is used only for actions that read and for which AWS supports no narrower resource. With such an action a role",
    "also sees other environments in this region.",
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
      ? ["", `Includes all actions of ${includes.map((name) => `\`${name}\``).join(" and ")}, and also:`]
      : []),
    "",
    ...table(["actions", "resources", "purpose"], grants.map(row)),
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
