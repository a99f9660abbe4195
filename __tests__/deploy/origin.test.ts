import { RDSClient } from "@aws-sdk/client-rds";
import { refuseOrigin, refuseUnrestorable } from "../../src/deploy/origin";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { PROFILES } from "../../src/settings/profiles";
import { madeUpAws } from "../support/made-up-aws";

const ARN = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one";
const AT = "2026-11-26T10:00:00Z";
const CLUSTER = "aurora-cluster-prod";

const database = (restoreFrom: { cluster: string; at?: string } | { snapshotArn: string }) => ({
  ...PROFILES.ephemeral.database,
  restoreFrom,
});
const NEW = [
  { type: "aws_rds_cluster", change: { actions: ["create"], before: null, after: {} } },
] as unknown as ResourceChange[];
const THERE = [
  { type: "aws_rds_cluster", change: { actions: ["no-op"], before: {}, after: {} } },
] as unknown as ResourceChange[];

/** RDS, which answers in XML. */
const rds = (answer: string) =>
  new RDSClient(
    madeUpAws({
      rds: (action) => `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`,
    }),
  );
const cluster = (version: string, master = "cluster_owner") =>
  `<DBClusters><DBCluster><EngineVersion>${version}</EngineVersion><MasterUsername>${master}</MasterUsername>
    <EarliestRestorableTime>2026-11-20T00:00:00Z</EarliestRestorableTime>
    <LatestRestorableTime>2026-11-26T12:00:00Z</LatestRestorableTime></DBCluster></DBClusters>`;
const snapshot = (status: string, version = "16.8") =>
  `<DBClusterSnapshots><DBClusterSnapshot><Status>${status}</Status><EngineVersion>${version}</EngineVersion>
    <DBClusterIdentifier>${CLUSTER}</DBClusterIdentifier></DBClusterSnapshot></DBClusterSnapshots>`;

const point = database({ cluster: CLUSTER, at: AT });
const copy = database({ snapshotArn: ARN });

describe("a plan that makes the database of an origin", () => {
  it.each([
    ["a cluster of the same major version", cluster("16.11"), point],
    ["a cluster at its latest time", cluster("16.8"), database({ cluster: CLUSTER })],
    ["a snapshot", snapshot("available"), copy],
    [
      "a cluster at its first time",
      cluster("16.8"),
      database({ cluster: CLUSTER, at: "2026-11-20T00:00:00Z" }),
    ],
  ])("goes on with %s", async (_what, answer, settings) => {
    await expect(refuseUnrestorable(rds(answer), settings, NEW)).resolves.toBeUndefined();
  });

  it.each([
    ["a cluster of another major version", cluster("17.7"), point, "that of PostgreSQL 17.7"],
    ["a snapshot of another major version", snapshot("available", "17.7"), copy, "that of PostgreSQL 17.7"],
    ["a snapshot in the making", snapshot("creating"), copy, "is creating, not available"],
    ["a snapshot that is not there", "<DBClusterSnapshots/>", copy, "there is no snapshot"],
    ["a cluster that is not there", "<DBClusters/>", point, "there is no Aurora cluster aurora-cluster-prod"],
    ["another administrator", cluster("16.8", "postgres"), point, "is postgres, not cluster_owner"],
    [
      "a time that is too early",
      cluster("16.8"),
      database({ cluster: CLUSTER, at: "2026-11-19T23:59:59Z" }),
      "between 2026-11-20T00:00:00.000Z and 2026-11-26T12:00:00.000Z, and not at 2026-11-19T23:59:59Z",
    ],
    [
      "a time to come",
      cluster("16.8"),
      database({ cluster: CLUSTER, at: "2026-11-26T12:00:01Z" }),
      "and not at",
    ],
  ])("is refused with %s", async (_what, answer, settings, message) => {
    await expect(refuseUnrestorable(rds(answer), settings, NEW)).rejects.toThrow(message);
  });

  it("asks nothing where the database is there, or begins empty", async () => {
    const other = rds(cluster("17.7"));
    await expect(refuseUnrestorable(other, point, THERE)).resolves.toBeUndefined();
    await expect(refuseUnrestorable(other, PROFILES.ephemeral.database, NEW)).resolves.toBeUndefined();
  });

  it("is not held up where this identity may not ask", async () => {
    jest
      .spyOn(RDSClient.prototype, "send")
      .mockImplementation(() => Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" })));
    await expect(refuseUnrestorable(rds(""), point, NEW)).resolves.toBeUndefined();
    jest.restoreAllMocks();
  });

  it("says which version to ask for", () => {
    expect(() =>
      refuseOrigin({ engineVersion: "17.7", cluster: CLUSTER, masterUsername: undefined }, point),
    ).toThrow("ask for 17.7, and upgrade it afterwards");
  });
});
