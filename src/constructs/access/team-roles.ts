import type { Construct } from "constructs";
import { TEAM_ROLE_SETTINGS, TEAM_ROLES, type TeamRoleName } from "../../naming/team-roles";
import type { EnvironmentSettings } from "../../settings/schema";
import type { TeamEnvironment } from "./targets";
import { TeamRole } from "./team-role";

/**
 * Creates all roles of the table MATRIX (matrix.ts). The roles exist in both profiles (ephemeral and production), so that people can try
 * each role out in an environment with test data.
 */
export function teamRoles(
  scope: Construct,
  environment: TeamEnvironment,
  principalArns: EnvironmentSettings["access"]["principalArns"],
): Readonly<Record<TeamRoleName, TeamRole>> {
  const teamRole = (role: TeamRoleName) =>
    new TeamRole(scope, role, { role, environment, principalArns: principalArns[TEAM_ROLE_SETTINGS[role]] });
  return Object.fromEntries(TEAM_ROLES.map((role) => [role, teamRole(role)])) as Record<
    TeamRoleName,
    TeamRole
  >;
}
