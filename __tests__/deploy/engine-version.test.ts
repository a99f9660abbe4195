import { refuseOtherEngine } from "../../src/deploy/engine-version";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";

const group = (actions: string[], after: object | null) => ({
  type: "aws_rds_cluster_parameter_group",
  change: { actions, before: {}, after },
});

/** The plan of a cluster that has a version, is to have another, and gets the parameters of a major version. */
const plan = (has: string | null, becomes: string, major: number) =>
  [
    {
      type: "aws_rds_cluster",
      change: {
        actions: [has === null ? "create" : "update"],
        before: has === null ? null : { engine_version: has },
        after: { engine_version: becomes },
      },
    },
    group(["delete"], null), // that of another major version, of before or of a deployment that AWS refused
    group(["create"], { family: `aurora-postgresql${major}` }),
  ] as unknown as ResourceChange[];

it.each([
  ["a new cluster", plan(null, "17.7", 17)],
  ["a version that stays", plan("16.11", "16.11", 16)],
  ["an upgrade that is allowed", plan("16.11", "17.7", 17)],
  ["a minor version that is raised", plan("16.9", "16.10", 16)],
])("takes %s", (_what, changes) => {
  expect(() => refuseOtherEngine(changes)).not.toThrow();
});

it.each([
  [
    "another major version that nobody allowed",
    plan("16.11", "16.11", 17),
    "runs PostgreSQL 16.11, and is not upgraded to 17 without database.allowMajorVersionUpgrade",
  ],
  [
    "an older major version that is allowed",
    plan("17.7", "16.8", 16),
    "runs PostgreSQL 17.7, and AWS cannot downgrade it to 16.8: an older version needs a new environment, into which you copy the data",
  ],
  [
    "an older major version that nobody allowed",
    plan("17.7", "17.7", 16),
    "runs PostgreSQL 17.7, and AWS cannot downgrade it to 16: an older version needs a new environment, into which you copy the data",
  ],
  [
    "an older minor version, since AWS has raised it",
    plan("17.10", "17.7", 17),
    "runs PostgreSQL 17.10, and AWS cannot downgrade it to 17.7: to keep the database's minor version, remove database.allowMajorVersionUpgrade",
  ],
])("refuses %s", (_what, changes, sentence) => {
  expect(() => refuseOtherEngine(changes)).toThrow(
    new RefusedError(`database.engineVersion: the database ${sentence}; docs/runbooks/upgrade-database.md`),
  );
});
