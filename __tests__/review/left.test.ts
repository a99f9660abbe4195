import { plain } from "../../src/review/text";
import { changeOf, reviewOf } from "./made-up-plan";

const CLUSTER = "aws_rds_cluster.database_cluster";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d";
const NAME = "aurora-final-snapshot-dev-20261126100000";
const NONE = {
  skip_final_snapshot: true,
  final_snapshot_identifier: NAME,
  kms_key_id: KEY,
  restore_to_point_in_time: [],
};
const KEPT = { ...NONE, skip_final_snapshot: false };

const leftBy = (...changes: Parameters<typeof changeOf>[]) =>
  (
    reviewOf({ changes: changes.map((it) => changeOf(...it)) }).sections.find(
      ({ title }) => title === "Left behind",
    )?.findings ?? []
  ).map(({ sentence }) => plain(sentence));

const LEAVES = `the destroyed database leaves the snapshot ${NAME}; the snapshot stays until somebody deletes it; the snapshot is encrypted with ${KEY}, and can be restored as long as that key exists`;

describe("what is left of a database", () => {
  it("is a snapshot, its name, its key and for how long, as it was deployed", () => {
    expect(leftBy([CLUSTER, KEPT, null])).toEqual([LEAVES]);
  });

  it("is nothing where no snapshot was asked for", () => {
    expect(leftBy([CLUSTER, NONE, null])).toEqual([
      "no snapshot is taken, and the automated backups are deleted with the database: only manual snapshots remain",
    ]);
  });

  it("is not said while it stays", () => {
    expect(leftBy([CLUSTER, NONE, KEPT])).toEqual([]);
    expect(leftBy([CLUSTER, null, KEPT])).toEqual([]);
  });

  it("is unreadable after the key of the stack, whoever took it", () => {
    expect(leftBy(["aws_kms_key.one", { deletion_window_in_days: 7 }, null])).toEqual([
      "aws_kms_key.one: the data that this key encrypts, including database snapshots, is lost unless somebody cancels the key's deletion within 7 days",
    ]);
  });
});
