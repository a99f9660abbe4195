import { linesOf } from "../support/problems";

const SNAPSHOT =
  "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:aurora-final-snapshot-prod-20261126100000";
const CLUSTER = "aurora-cluster-prod";
const AT = "2026-11-26T10:00:00Z";

describe("a database begins", () => {
  it.each([
    ["empty", undefined],
    ["with a snapshot", { snapshotArn: SNAPSHOT }],
    ["with an automated snapshot", { snapshotArn: SNAPSHOT.replace("aurora-", "rds:aurora-") }],
    [
      "with a recovery point of AWS Backup",
      { snapshotArn: SNAPSHOT.replace(/aurora-.*/, "awsbackup:job-2b3c4d5e-0000-1111-2222-333344445555") },
    ],
    ["with a cluster as it was minutes ago", { cluster: CLUSTER }],
    ["with a cluster at a point in time", { cluster: CLUSTER, at: AT }],
  ])("%s", (_what, restoreFrom) => {
    expect(linesOf({ database: restoreFrom === undefined ? {} : { restoreFrom } })).toEqual([]);
  });

  it.each([
    ["nothing", {}],
    ["two things", { snapshotArn: SNAPSHOT, cluster: CLUSTER }],
    ["a snapshot at another time", { snapshotArn: SNAPSHOT, at: AT }],
    ["a time alone", { at: AT }],
  ])("not with %s", (_what, restoreFrom) => {
    expect(linesOf({ database: { restoreFrom } })).toEqual([
      `  database.restoreFrom: got ${JSON.stringify(restoreFrom)}, allowed: either snapshotArn alone, or cluster alone, or cluster and at`,
    ]);
  });

  it.each([
    "2026-11-26T10:00Z",
    "2026-11-26T10:00:00+01:00",
    "2026-11-26 10:00:00",
    "2026-13-26T10:00:00Z",
    "2026-02-31T10:00:00Z",
    "2027-02-29T10:00:00Z",
  ])("not at %s, which the provider does not take", (at) => {
    expect(linesOf({ database: { restoreFrom: { cluster: CLUSTER, at } } })).toEqual([
      `  database.restoreFrom.at: got "${at}", allowed: a time in UTC such as "2026-11-26T10:00:00Z"`,
    ]);
  });

  it("on the 29 February of a leap year", () => {
    expect(linesOf({ database: { restoreFrom: { cluster: CLUSTER, at: "2028-02-29T10:00:00Z" } } })).toEqual(
      [],
    );
  });
});
