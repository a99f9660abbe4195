/**
 * The lifecycle of what running tasks need: a successor is made first, and what leaves the configuration goes after whoever depends on it has
 * changed. Why: docs/decisions/0021-changes-in-place.md
 */
export const GOES_LAST = { createBeforeDestroy: true } as const;
