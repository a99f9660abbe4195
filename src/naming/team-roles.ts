/** The roles that people of the team assume, each with its name below the setting `access.principalArns`. */
export const TEAM_ROLE_SETTINGS = {
  observer: "observer",
  developer: "developer",
  releaser: "releaser",
  operator: "operator",
  "break-glass": "breakGlass",
} as const;
export type TeamRoleName = keyof typeof TEAM_ROLE_SETTINGS;
export const TEAM_ROLES = Object.keys(TEAM_ROLE_SETTINGS) as TeamRoleName[];

/** Something of each role, by the role's name in settings. */
export const byTeamRole = <Value>(of: (role: TeamRoleName) => Value) =>
  Object.fromEntries(TEAM_ROLES.map((role) => [TEAM_ROLE_SETTINGS[role], of(role)])) as Record<
    (typeof TEAM_ROLE_SETTINGS)[TeamRoleName],
    Value
  >;
