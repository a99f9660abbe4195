import { CONDITIONS } from "../../constructs/access/conditions";
import { type Grant, MATRIX } from "../../constructs/access/matrix";
import { TARGETS } from "../../constructs/access/targets";
import { TEAM_ROLES, type TeamRoleName } from "../../naming/team-roles";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/**
 * Returns the text of docs/access.md. For each role of the team, it has a table of the IAM actions that the role allows in an environment.
 */
export function access(): string {
  return [
    NOTICE,
    "# Access",
    "",
    "Each environment has five IAM roles for people. For each role, a table lists the actions that the role allows. AWS denies all other",
    "actions. The tables come from `src/constructs/access/matrix.ts`. See also: [how to assume a role](runbooks/access.md),",
    "[how to break the glass](runbooks/break-glass.md), [the reasons for these roles](decisions/0012-access.md).",
    "",
    "The output `<role>_role_arn` of an environment has the role's ARN. A session lasts at most one hour. For each role, the setting",
    "`access.principalArns` lists the principals that may assume the role. If the list is empty, an identity of the account may assume the",
    "role under two conditions: it signed in with MFA, and its own IAM policy allows `sts:AssumeRole`.",
    "",
    "In the column *resources*, `*` stands for every resource in the region. An action has the resource `*` only if two conditions are met: the",
    "action changes nothing, and AWS supports no narrower resource for the action. A role with such an action can also see the other",
    "environments in the region.",
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
