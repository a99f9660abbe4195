import { majorOf } from "../naming/engine";
import { attribute, goesAway, type ResourceChange } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

const WAY = "docs/runbooks/upgrade-database.md";

/**
 * Refuses two kinds of plans, which AWS would otherwise refuse in the middle of the deployment. The first kind would downgrade the
 * database. The second kind would keep the database's major version, but use a parameter group for another major version.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
 *
 * @param changes the changes of the plan
 * @throws RefusedError with the setting, both versions, and the runbook for an upgrade
 */
export function refuseOtherEngine(changes: readonly ResourceChange[]): void {
  const cluster = changes.find((it) => it.type === "aws_rds_cluster" && !goesAway(it));
  const group = changes.find(
    (it) => it.type === "aws_rds_cluster_parameter_group" && it.change.after !== null,
  );
  const [has, becomes] = [cluster?.change.before, cluster?.change.after].map((it) =>
    attribute(it ?? null, "engine_version"),
  );
  const family = attribute(group?.change.after ?? null, "family");
  if (typeof has !== "string" || typeof becomes !== "string" || typeof family !== "string") return;
  const wanted = family.replace("aurora-postgresql", "");
  if (isOlder(becomes, has) || Number(wanted) < Number(majorOf(has))) {
    const asked = isOlder(becomes, has) ? becomes : wanted;
    throw new RefusedError(
      `database.engineVersion: the database runs PostgreSQL ${has}, and AWS cannot downgrade it to ${asked}: ${
        majorOf(has) === wanted
          ? "to keep the database's minor version, remove database.allowMajorVersionUpgrade"
          : "an older version needs a new environment, into which you copy the data"
      }; ${WAY}`,
    );
  }
  if (wanted !== majorOf(becomes)) {
    throw new RefusedError(
      `database.engineVersion: the database runs PostgreSQL ${has}, and is not upgraded to ${wanted} without database.allowMajorVersionUpgrade; ${WAY}`,
    );
  }
}

/** Returns whether a version is older than another version. For example, 16.8 is older than 16.10. */
function isOlder(version: string, than: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [version, than].map((it) =>
    it.split(".").map(Number),
  ) as [number[], number[]];
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}
