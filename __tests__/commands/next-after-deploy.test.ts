import { nextAfterDeploy } from "../../src/commands/change";

const SNAPSHOT = { snapshotArn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one" };

it.each([
  ["a new database", true, undefined, "npm run migrate"],
  ["one that was restored from a snapshot", true, SNAPSHOT, "npm run deploy    a second time"],
  ["one that was restored from a point in time", true, { cluster: "aurora-cluster-prod" }, "npm run migrate"],
  ["one that came from a snapshot long ago", false, SNAPSHOT, "npm run release -- status"],
])("deploy says what to do next of %s", (_what, isNew, restoreFrom, next) => {
  expect(nextAfterDeploy(isNew, restoreFrom)).toMatch(new RegExp(`^next: ${next}`));
});
