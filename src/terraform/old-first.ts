type Lifecycle = { create_before_destroy?: boolean };
type Configuration = { resource?: Record<string, Record<string, { lifecycle?: Lifecycle }>> };
type Plan = { resource_changes?: { type: string; action_reason?: string; change: { actions: string[] } }[] };

/**
 * The configuration that a plan has to be made of instead, because it makes a successor before the old one goes where AWS takes no second one:
 * - it replaces the database, to which `create_before_destroy` of task definitions spreads
 *   (https://github.com/hashicorp/terraform/blob/main/docs/destroying.md), and whose name is taken. Tasks have no database meanwhile, so no
 *   predecessor has to be kept for them;
 * - it replaces what was interrupted while it was made: a subnet of the same range, a rule of the same meaning, a NAT gateway of the same address.
 *
 * What leaves the configuration goes last all the same: the state has that.
 *
 * @param configurationJson the `cdk.tf.json` of the plan
 * @param planJson the output of `terraform show -json` for the plan
 * @returns the other configuration; `undefined` where the plan can stay
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

/** The same configuration without `create_before_destroy`: every replaced resource is destroyed before its successor is created. */
export function withOldFirst(configurationJson: string): string {
  const configuration = JSON.parse(configurationJson) as Configuration;
  for (const resources of Object.values(configuration.resource ?? {})) {
    for (const { lifecycle } of Object.values(resources)) delete lifecycle?.create_before_destroy;
  }
  return JSON.stringify(configuration, null, 2);
}
