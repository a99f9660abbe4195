/** The roles that people of the team assume. */
export const TEAM_ROLES = ["observer", "developer", "releaser", "operator", "break-glass"] as const;
export type TeamRoleName = (typeof TEAM_ROLES)[number];
