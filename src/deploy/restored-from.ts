import { attribute, blocksOf, type Json, type ResourceChange } from "../review/terraform-plan";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

type Database = EnvironmentSettings["database"];

const clustersBefore = (changes: readonly ResourceChange[]): Json[] =>
  changes.flatMap(({ type, change: { before } }) =>
    type === "aws_rds_cluster" && before !== null ? [before] : [],
  );

/**
 * Refuses to deploy the setting `database.restoreFrom` if the environment already has a database with another origin. Such a deployment
 * would succeed without a restore: Terraform ignores changes of this setting (`ignore_changes`), because it would otherwise replace the
 * database.
 *
 * @param changes the changes of the plan, including unchanged resources
 * @throws RefusedError if the database has another origin
 */
export function refuseOtherOrigin({ restoreFrom }: Database, changes: readonly ResourceChange[]): void {
  if (restoreFrom === undefined) return;
  for (const before of clustersBefore(changes)) {
    const [point] = blocksOf(attribute(before, "restore_to_point_in_time"));
    const isOrigin =
      restoreFrom.snapshotArn === undefined
        ? point?.source_cluster_identifier === restoreFrom.cluster &&
          (point?.restore_to_time || undefined) === restoreFrom.at
        : attribute(before, "snapshot_identifier") === restoreFrom.snapshotArn;
    if (isOrigin) continue;
    throw new RefusedError(
      "database.restoreFrom: this environment already has a database with another origin. A restore needs a new environment, so remove the setting from this one: docs/runbooks/restore.md",
    );
  }
}

/**
 * Refuses to destroy an environment without the wanted final snapshot, in two cases. In the first case, `database.finalSnapshot` is on but
 * was never deployed: Terraform would use the deployed value and take no snapshot. In the second case, the state has no name for the final
 * snapshot, for example after an import: Terraform would destroy resources around the cluster, and then the provider would refuse to delete
 * the cluster.
 * https://github.com/hashicorp/terraform-provider-aws/issues/2588
 */
export function refuseWithoutSnapshot({ finalSnapshot }: Database, changes: readonly ResourceChange[]): void {
  for (const before of clustersBefore(changes)) {
    const skips = attribute(before, "skip_final_snapshot");
    if (finalSnapshot && skips === true) {
      throw new RefusedError(
        "database.finalSnapshot is on but was never deployed, so a destroy would take no snapshot: run npm run deploy first, or switch the setting off; docs/runbooks/destroy.md",
      );
    }
    if (skips === false && !attribute(before, "final_snapshot_identifier")) {
      throw new RefusedError(
        "database.finalSnapshot is on for an imported cluster, and Terraform's state has no name for the final snapshot, so a destroy would fail half-way: take a snapshot by hand, switch the setting off, and deploy; docs/runbooks/destroy.md",
      );
    }
  }
}
