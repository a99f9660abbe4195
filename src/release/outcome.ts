/** Exit codes of the release tool. */
export const EXIT = { failed: 1, refused: 2, rolledBack: 3, stopped: 4, interrupted: 130 } as const;
