import type { Construct } from "constructs";
import type { TeamRoleName } from "../../naming/team-roles";
import type { EnvironmentSettings } from "../../settings/schema";
import type { TeamEnvironment } from "./targets";
import { TeamRole } from "./team-role";

/** Every role of the matrix. Each exists in both profiles: what is only in production is never rehearsed. */
export function teamRoles(
  scope: Construct,
  environment: TeamEnvironment,
  principalArns: EnvironmentSettings["access"]["principalArns"],
): Readonly<Record<TeamRoleName, TeamRole>> {
  const teamRole = (role: TeamRoleName, arns: readonly string[]) =>
    new TeamRole(scope, role, { role, environment, principalArns: arns });
  return {
    observer: teamRole("observer", principalArns.observer),
    developer: teamRole("developer", principalArns.developer),
    releaser: teamRole("releaser", principalArns.releaser),
    operator: teamRole("operator", principalArns.operator),
    "break-glass": teamRole("break-glass", principalArns.breakGlass),
  };
}
