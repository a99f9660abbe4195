import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { resourceName } from "../../naming/names";
import type { Check } from "../check";
import { cannotKnow, type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

/**
 * RDS's names for a parameter group's apply status: `in-sync` if the instance uses the group's values, `applying` if RDS is applying them.
 * `UNKNOWN` stands for a status that RDS does not show.
 */
const IN_FORCE = "in-sync";
const APPLYING = "applying";
const UNKNOWN = "not shown by RDS";

/**
 * Checks that no change of the database's parameters and settings is pending. If a static parameter has changed, RDS applies it only when
 * somebody reboots the instance, and not in a maintenance window. RDS applies some other changes in the next maintenance window. A
 * Terraform plan does not show that such changes are pending. But a plan compares the values with the settings, and this check does not.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_RebootCluster.html
 */
async function inForce({ environment, aws }: Deployed): Promise<Finding> {
  const DBClusterIdentifier = resourceName(environment.config.suffix, "aurora-cluster");
  const { DBClusters: [cluster] = [] } = await aws.rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier }),
  );
  if (cluster === undefined) return cannotKnow(`RDS does not show ${DBClusterIdentifier}`);
  const { DBClusterMembers: members = [] } = cluster;
  if (members.length === 0)
    return fail(
      `${DBClusterIdentifier} has no instances`,
      `npm run deploy -- --suffix ${environment.config.suffix}`,
    );
  const seen = await Promise.all(
    members.map(async ({ DBInstanceIdentifier = "", DBClusterParameterGroupStatus = UNKNOWN }) => {
      const { DBInstances: [instance] = [] } = await aws.rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier }),
      );
      const groups = instance?.DBParameterGroups ?? [];
      const statuses =
        groups.length === 0
          ? [UNKNOWN]
          : groups.map(({ ParameterApplyStatus = UNKNOWN }) => ParameterApplyStatus);
      return {
        name: DBInstanceIdentifier,
        parameters: [DBClusterParameterGroupStatus, ...statuses].filter((it) => it !== IN_FORCE),
        waiting: waitingOf(instance?.PendingModifiedValues),
      };
    }),
  );
  const reboots = seen.filter(({ parameters }) => parameters.some((it) => it !== APPLYING && it !== UNKNOWN));
  const waiting = [{ name: DBClusterIdentifier, waiting: waitingOf(cluster.PendingModifiedValues) }, ...seen]
    .filter((it) => it.waiting.length > 0)
    .map((it) => `${it.name} (${it.waiting.join(", ")})`);
  const found = [
    ...reboots.map(
      ({ name, parameters }) => `parameters of ${name} are ${[...new Set(parameters)].join(", ")}`,
    ),
    ...(waiting.length > 0 ? [`changes are pending: ${waiting.join(", ")}`] : []),
  ];
  if (reboots.length > 0) {
    const names = reboots.map(({ name }) => name).join(" and ");
    return fail(found.join("; "), `reboot ${names}, the reader first: docs/runbooks/database.md`);
  }
  if (waiting.length > 0)
    return fail(
      found.join("; "),
      "wait for the maintenance window, or apply the changes now with ModifyDBCluster",
    );
  const withStatus = (status: string) =>
    seen.filter(({ parameters }) => parameters.includes(status)).map(({ name }) => name);
  const [unknown, applying] = [withStatus(UNKNOWN), withStatus(APPLYING)];
  if (unknown.length > 0)
    return cannotKnow(`RDS does not show whether ${unknown.join(" and ")} uses its parameters`);
  return applying.length > 0
    ? cannotKnow(`RDS is applying parameters to ${applying.join(", ")}: verify again in a minute`)
    : pass(
        `no change is pending for ${[DBClusterIdentifier, ...seen.map(({ name }) => name)].join(", ")}; the check "second plan" compares the values with the settings`,
      );
}

/** Returns names of the values that RDS has not applied yet. */
const waitingOf = (values: object = {}): string[] =>
  Object.entries(values)
    .filter(([, value]) => (typeof value === "object" ? Object.keys(value).length > 0 : value !== undefined))
    .map(([name]) => name);

/** The check of pending changes of the database. */
export const DATABASE: readonly Check<Deployed>[] = [
  {
    name: "database settings",
    calls: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
    look: inForce,
  },
];
