import { refuseOtherOrigin, refuseWithoutSnapshot } from "../../src/deploy/restored-from";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { PROFILES } from "../../src/settings/profiles";
import type { EnvironmentSettings } from "../../src/settings/schema";
import { RefusedError } from "../../src/terminal/refused";

const database = (settings: Partial<EnvironmentSettings["database"]>) => ({
  ...PROFILES.ephemeral.database,
  ...settings,
});
const cluster = (before: object | null) =>
  [
    { type: "aws_rds_cluster", change: { actions: ["no-op"], before, after: before } },
  ] as unknown as ResourceChange[];

const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one";
const AT = "2026-11-26T10:00:00Z";
const point = (restore_to_time: string | null) => ({
  restore_to_point_in_time: [{ source_cluster_identifier: "aurora-cluster-prod", restore_to_time }],
});

describe("an origin of the database", () => {
  const SETTINGS: readonly (readonly [
    string,
    NonNullable<EnvironmentSettings["database"]["restoreFrom"]>,
    object,
  ])[] = [
    [
      "a snapshot",
      { snapshotArn: SNAPSHOT },
      { snapshot_identifier: SNAPSHOT, restore_to_point_in_time: [] },
    ],
    ["a cluster", { cluster: "aurora-cluster-prod" }, point("")],
    ["a point in time", { cluster: "aurora-cluster-prod", at: AT }, point(AT)],
  ];

  it.each(SETTINGS)(
    "that is %s is taken by a new one, and by the one that came from it",
    (_what, from, came) => {
      expect(() => refuseOtherOrigin(database({ restoreFrom: from }), cluster(null))).not.toThrow();
      expect(() => refuseOtherOrigin(database({ restoreFrom: from }), cluster(came))).not.toThrow();
    },
  );

  it.each(SETTINGS)("that is %s is refused by every other one", (_what, from, came) => {
    const others = [
      { snapshot_identifier: null, restore_to_point_in_time: [] },
      { snapshot_identifier: `${SNAPSHOT}-2` },
      point("2026-11-26T10:00:01Z"),
      ...SETTINGS.map(([, , other]) => other).filter((other) => other !== came),
    ];
    for (const before of others) {
      expect(() => refuseOtherOrigin(database({ restoreFrom: from }), cluster(before))).toThrow(
        new RefusedError(
          "database.restoreFrom: this environment already has a database with another origin. A restore needs a new environment, so remove the setting from this one: docs/runbooks/restore.md",
        ),
      );
    }
  });

  it("may go away, whatever the database came from", () => {
    for (const [, , came] of SETTINGS) {
      expect(() => refuseOtherOrigin(database({}), cluster(came))).not.toThrow();
    }
  });
});

describe("a destroy", () => {
  it("is refused where the final snapshot was asked for and never deployed", () => {
    expect(() =>
      refuseWithoutSnapshot(database({ finalSnapshot: true }), cluster({ skip_final_snapshot: true })),
    ).toThrow(
      new RefusedError(
        "database.finalSnapshot is on but was never deployed, so a destroy would take no snapshot: run npm run deploy first, or switch the setting off; docs/runbooks/destroy.md",
      ),
    );
  });

  it("is refused where the final snapshot has no name, as after an import", () => {
    for (const final_snapshot_identifier of [null, "", undefined]) {
      const imported = cluster({ skip_final_snapshot: false, final_snapshot_identifier });
      expect(() => refuseWithoutSnapshot(database({ finalSnapshot: true }), imported)).toThrow(
        "Terraform's state has no name for the final snapshot",
      );
    }
  });

  it.each([
    [true, { skip_final_snapshot: false, final_snapshot_identifier: "aurora-final-snapshot-dev-1" }],
    [true, null],
    [false, { skip_final_snapshot: true }],
    [false, { skip_final_snapshot: false, final_snapshot_identifier: "aurora-final-snapshot-dev-1" }],
  ])("goes on with finalSnapshot %s and %j deployed", (finalSnapshot, before) => {
    expect(() => refuseWithoutSnapshot(database({ finalSnapshot }), cluster(before))).not.toThrow();
  });
});
