type Lifecycle = { create_before_destroy?: boolean };
type Configuration = { resource?: Record<string, Record<string, { lifecycle?: Lifecycle }>> };
type Plan = { resource_changes?: { type: string; action_reason?: string; change: { actions: string[] } }[] };

/**
 * Removes `create_before_destroy` from the configuration if a plan would create a replacement that AWS refuses while the old resource
 * exists. There are two such plans:
 * - The plan replaces the database. The task definitions have `create_before_destroy`, and they depend on the database. So Terraform
 *   applies `create_before_destroy` to the database too (https://github.com/hashicorp/terraform/blob/main/docs/destroying.md). But the
 *   old and the new database have the same name, so AWS refuses the new database until the old database is gone. While Terraform
 *   replaces the database, the tasks have no database in any case. So there is no further harm if `create_before_destroy` is removed from
 *   all other resources too.
 * - The plan replaces a resource whose creation was interrupted (Terraform calls it tainted). AWS would refuse, for example, a second
 *   subnet with the same CIDR block, a duplicate security group rule, or a second NAT gateway with the same IP address.
 *
 * This function does not change the order for resources that were removed from the configuration. Terraform still destroys these resources
 * last, because the state contains their `create_before_destroy`.
 *
 * @param configurationJson the `cdk.tf.json` of the plan
 * @param planJson the output of `terraform show -json` for the plan
 * @returns the changed configuration, from which the caller makes a new plan, or `undefined` if the plan can be applied
 */
export function oldFirst(configurationJson: string, planJson: string): string | undefined {
  const { resource_changes = [] } = JSON.parse(planJson) as Plan;
  const cannotBeTwice = resource_changes.some(
    ({ type, action_reason, change }) =>
      change.actions.join() === "create,delete" &&
      (type === "aws_rds_cluster" || action_reason === "replace_because_tainted"),
  );
  return cannotBeTwice ? withOldFirst(configurationJson) : undefined;
}

/** Removes `create_before_destroy`, so that Terraform destroys every replaced resource before it creates the replacement. */
export function withOldFirst(configurationJson: string): string {
  const configuration = JSON.parse(configurationJson) as Configuration;
  for (const resources of Object.values(configuration.resource ?? {})) {
    for (const { lifecycle } of Object.values(resources)) delete lifecycle?.create_before_destroy;
  }
  return JSON.stringify(configuration, null, 2);
}
