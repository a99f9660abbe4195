import { attribute, blocksOf, type Json, type ResourceChange } from "../review/terraform-plan";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

type Database = EnvironmentSettings["database"];

const clustersBefore = (changes: readonly ResourceChange[]): Json[] =>
  changes.flatMap(({ type, change: { before } }) =>
    type === "aws_rds_cluster" && before !== null ? [before] : [],
  );

/**
 * Refuses to deploy `database.restoreFrom` where the environment already has a database that was not restored from it. Terraform
 * ignores changes of the setting, because it would replace the database otherwise, and so would deploy nothing of what the
 * settings say.
 *
 * @param changes the changes of the plan, unchanged resources too
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
      "database.restoreFrom: this environment has a database already, which was not restored from that; a restore makes a new environment, so leave the setting out here: docs/runbooks/restore.md",
    );
  }
}

/**
 * Refuses to destroy where `database.finalSnapshot` was switched on and never deployed: Terraform destroys by the deployed
 * values, and would take no snapshot. Also refuses where the snapshot is switched on and has no name, as after an import: the
 * provider would refuse that only when everything around the cluster is gone.
 * https://github.com/hashicorp/terraform-provider-aws/issues/2588
 */
export function refuseWithoutSnapshot({ finalSnapshot }: Database, changes: readonly ResourceChange[]): void {
  for (const before of clustersBefore(changes)) {
    const skips = attribute(before, "skip_final_snapshot");
    if (finalSnapshot && skips === true) {
      throw new RefusedError(
        "database.finalSnapshot is on, and was never deployed, so that destroy would take no snapshot: npm run deploy first, or switch it off; docs/runbooks/destroy.md",
      );
    }
    if (skips === false && !attribute(before, "final_snapshot_identifier")) {
      throw new RefusedError(
        "database.finalSnapshot was deployed for a cluster that was imported, and Terraform's state has no name for its last snapshot, so that destroy would end half-way: take a snapshot by hand, switch the setting off, and deploy; docs/runbooks/destroy.md",
      );
    }
  }
}
