/**
 * The lifecycle of resources that running tasks need. Terraform creates the replacement before it destroys the old resource, and
 * destroys a removed resource after it has updated the dependents. The reasons are in docs/decisions/0021-changes-in-place.md
 */
export const GOES_LAST = { createBeforeDestroy: true } as const;
