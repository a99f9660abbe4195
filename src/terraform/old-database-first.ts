const CLUSTER = "aws_rds_cluster";
const TASK_DEFINITION = "aws_ecs_task_definition";

type Lifecycle = { create_before_destroy?: boolean };
type Configuration = { resource?: Record<string, Record<string, { lifecycle?: Lifecycle }>> };
type Plan = { resource_changes?: { type: string; change: { actions: string[] } }[] };

/**
 * The configuration that a plan has to be made of instead, because it replaces the database: a task definition is registered before its
 * predecessor is deregistered, which Terraform spreads to what it names (https://github.com/hashicorp/terraform/blob/main/docs/destroying.md),
 * and AWS refuses a second cluster of one name. Tasks have no database meanwhile, so that no predecessor has to be kept for them.
 *
 * @param configurationJson the `cdk.tf.json` that was planned
 * @param planJson what `terraform show -json` prints of the plan
 * @returns undefined where the plan can stay
 */
export function oldDatabaseFirst(configurationJson: string, planJson: string): string | undefined {
  const { resource_changes = [] } = JSON.parse(planJson) as Plan;
  const isMadeTwice = resource_changes.some(
    ({ type, change }) => type === CLUSTER && change.actions.join() === "create,delete",
  );
  return isMadeTwice ? withOldDatabaseFirst(configurationJson) : undefined;
}

/** The same configuration, by which a database that is replaced goes before its successor comes. */
export function withOldDatabaseFirst(configurationJson: string): string {
  const configuration = JSON.parse(configurationJson) as Configuration;
  for (const { lifecycle } of Object.values(configuration.resource?.[TASK_DEFINITION] ?? {})) {
    delete lifecycle?.create_before_destroy;
  }
  return JSON.stringify(configuration, null, 2);
}
