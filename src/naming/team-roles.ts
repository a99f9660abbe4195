/** The roles that people of the team assume, each with its key in the setting `access.principalArns`. */
export const TEAM_ROLE_SETTINGS = {
  observer: "observer",
  developer: "developer",
  releaser: "releaser",
  operator: "operator",
  "break-glass": "breakGlass",
} as const;
export type TeamRoleName = keyof typeof TEAM_ROLE_SETTINGS;
export const TEAM_ROLES = Object.keys(TEAM_ROLE_SETTINGS) as TeamRoleName[];

/** Calculates a value for each role. @returns the values by the role's key in the settings */
export const byTeamRole = <Value>(of: (role: TeamRoleName) => Value) =>
  Object.fromEntries(TEAM_ROLES.map((role) => [TEAM_ROLE_SETTINGS[role], of(role)])) as Record<
    (typeof TEAM_ROLE_SETTINGS)[TeamRoleName],
    Value
  >;
