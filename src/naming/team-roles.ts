/** The roles that people of the team assume, each with its property name in the setting `access.principalArns`. */
export const TEAM_ROLE_SETTINGS = {
  observer: "observer",
  developer: "developer",
  releaser: "releaser",
  operator: "operator",
  "break-glass": "breakGlass",
} as const;
export type TeamRoleName = keyof typeof TEAM_ROLE_SETTINGS;
export const TEAM_ROLES = Object.keys(TEAM_ROLE_SETTINGS) as TeamRoleName[];

/**
 * Calls `of` for each role.
 * @returns an object with the results. It has the property names of `access.principalArns`, such as `breakGlass`
 */
export const byTeamRole = <Value>(of: (role: TeamRoleName) => Value) =>
  Object.fromEntries(TEAM_ROLES.map((role) => [TEAM_ROLE_SETTINGS[role], of(role)])) as Record<
    (typeof TEAM_ROLE_SETTINGS)[TeamRoleName],
    Value
  >;
