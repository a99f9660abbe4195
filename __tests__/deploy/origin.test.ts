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

/** RDS, which answers in XML. @param asked gets what it is asked for */
const rds = (answer: string | ((query: string) => string), asked: string[] = []) => {
  const client = new RDSClient(
    madeUpAws({
      rds: (action) => {
        const said = typeof answer === "string" ? answer : answer(asked.at(-1) ?? "");
        return `<${action}Response><${action}Result>${said}</${action}Result></${action}Response>`;
      },
    }),
  );
  client.middlewareStack.add(
    (next) => (args) => {
      asked.push(new URLSearchParams(String((args.request as { body?: string }).body)).toString());
      return next(args);
    },
    { step: "finalizeRequest" },
  );
  return client;
};
const cluster = (version: string, master = "cluster_owner") =>
  `<DBClusters><DBCluster><EngineVersion>${version}</EngineVersion><MasterUsername>${master}</MasterUsername>
    <EarliestRestorableTime>2026-11-20T00:00:00Z</EarliestRestorableTime>
    <LatestRestorableTime>2026-11-26T12:00:00Z</LatestRestorableTime></DBCluster></DBClusters>`;
const snapshot = (status: string, version = "16.8", arn = ARN) =>
  `<DBClusterSnapshots><DBClusterSnapshot><DBClusterSnapshotArn>${arn}</DBClusterSnapshotArn><Status>${status}</Status><EngineVersion>${version}</EngineVersion>
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
    ["a cluster of another major version", cluster("17.7"), point, "the origin has PostgreSQL 17.7"],
    [
      "a snapshot of another major version",
      snapshot("available", "17.7"),
      copy,
      "the origin has PostgreSQL 17.7",
    ],
    ["a snapshot in the making", snapshot("creating"), copy, "is creating, not available"],
    ["a snapshot that is not there", "<DBClusterSnapshots/>", copy, "there is no snapshot"],
    ["a cluster that is not there", "<DBClusters/>", point, "there is no Aurora cluster aurora-cluster-prod"],
    ["another administrator", cluster("16.8", "postgres"), point, "is postgres, not cluster_owner"],
    [
      "a time that is too early",
      cluster("16.8"),
      database({ cluster: CLUSTER, at: "2026-11-19T23:59:59Z" }),
      "between 2026-11-20T00:00:00.000Z and 2026-11-26T12:00:00.000Z, but not to 2026-11-19T23:59:59Z",
    ],
    [
      "a time to come",
      cluster("16.8"),
      database({ cluster: CLUSTER, at: "2026-11-26T12:00:01Z" }),
      "but not to",
    ],
  ])("is refused with %s", async (_what, answer, settings, message) => {
    await expect(refuseUnrestorable(rds(answer), settings, NEW)).rejects.toThrow(message);
  });

  it.each([
    ["one", []],
    ["rds:aurora-1", ["automated"]],
  ])("asks for the snapshot %s by its name, and for an automated one's type", async (name, type) => {
    const arn = ARN.replace(/one$/, name);
    const asked: string[] = [];
    const settings = database({ snapshotArn: arn });
    await refuseUnrestorable(rds(snapshot("available", "16.8", arn), asked), settings, NEW);
    const queries = asked.map((it) => new URLSearchParams(it));
    expect(queries.map((it) => it.get("DBClusterSnapshotIdentifier"))).toEqual([name]);
    expect(queries.flatMap((it) => it.getAll("SnapshotType"))).toEqual(type);
  });

  it("takes another account's snapshot that is shared, and not one's own of the same name", async () => {
    const arn = ARN.replace("123456789012", "111122223333");
    const shared = rds((query) =>
      query.includes("SnapshotType=shared") ? snapshot("available", "17.7", arn) : snapshot("available"),
    );
    await expect(refuseUnrestorable(shared, database({ snapshotArn: arn }), NEW)).rejects.toThrow("17.7");
  });

  it("asks nothing where the database is there, or begins empty, or with a snapshot of AWS Backup", async () => {
    const backup = database({ snapshotArn: ARN.replace(/one$/, "awsbackup:job-1") });
    await expect(refuseUnrestorable(rds("<DBClusterSnapshots/>"), backup, NEW)).resolves.toBeUndefined();
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
    ).toThrow("Set database.engineVersion to 17.7, and upgrade after the restore");
  });
});
