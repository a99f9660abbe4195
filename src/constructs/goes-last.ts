/**
 * The lifecycle of resources that running tasks need. If such a resource is replaced, Terraform first creates the new resource, then
 * updates the resources that depend on it, and then destroys the old resource. If such a resource is removed, Terraform destroys it after
 * the same updates. The reasons are in docs/decisions/0021-changes-in-place.md
 */
export const GOES_LAST = { createBeforeDestroy: true } as const;
