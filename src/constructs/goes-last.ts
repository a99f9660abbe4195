/**
 * The lifecycle of resources that running tasks need: a successor is made first, and a resource that leaves the configuration goes after its
 * dependents have changed. Why: docs/decisions/0021-changes-in-place.md
 */
export const GOES_LAST = { createBeforeDestroy: true } as const;
