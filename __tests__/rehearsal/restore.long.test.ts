import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateDBClusterSnapshotCommand,
  type DBCluster,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account, MINUTES } from "./support";

/** Environments whose database begins with another one's data, and the final snapshot that a destroy leaves. */
describe("a restored environment", () => {
  let account: Account;
  let rds: RDSClient;
  let source: Workspace;
  let outsideKey: string;
  let snapshot: string;

  const configure = (environment: Workspace, suffix: string, database: object) =>
    writeFileSync(
      join(dirname(environment.logFile), "environments", `${suffix}.json`),
      JSON.stringify({ profile: "ephemeral", database }),
    );

  const clusterOf = async (suffix: string): Promise<DBCluster | undefined> =>
    (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: `aurora-cluster-${suffix}` })))
      .DBClusters?.[0];

  const run = async (environment: Workspace, program: "destroy" | "plan" | "sweep", ...options: string[]) => {
    const said: string[] = [];
    const code = await environment.command(program, options, {}, (line) => said.push(line));
    return { code, said: said.join("\n") };
  };

  beforeAll(async () => {
    account = await Account.open("restore");
    rds = new RDSClient(account.emulator.client);
    const { KeyMetadata } = await new KMSClient(account.emulator.client).send(new CreateKeyCommand({}));
    outsideKey = KeyMetadata?.Arn ?? "";
    source = await account.environment("r1");
    configure(source, "r1", { kmsKeyArn: outsideKey });
    await source.deploy();
    const { DBClusterSnapshot } = await rds.send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: "aurora-cluster-r1",
        DBClusterSnapshotIdentifier: "taken-by-hand",
      }),
    );
    snapshot = DBClusterSnapshot?.DBClusterSnapshotArn ?? "";
  }, 5 * MINUTES);

  afterAll(() => account?.close());

  it(
    "is refused to an environment that has a database already",
    async () => {
      configure(source, "r1", { kmsKeyArn: outsideKey, restoreFrom: { snapshotArn: snapshot } });
      const refused = await run(source, "plan");
      expect(refused.said).toContain("database.restoreFrom: ");
      expect(refused.code).toBe(1);
    },
    3 * MINUTES,
  );

  it.each([
    ["from a snapshot", "r2", () => ({ snapshotArn: snapshot })],
    ["from a cluster at its latest time", "r3", () => ({ cluster: "aurora-cluster-r1" })],
    [
      "from a cluster at a point in time",
      "r4",
      () => ({ cluster: "aurora-cluster-r1", at: new Date().toISOString().replace(/\.\d+/, "") }),
    ],
  ])(
    "%s is as configured, and stays so without the setting",
    async (_from, suffix, restoreFrom) => {
      const restored = await account.environment(suffix);
      configure(restored, suffix, { restoreFrom: restoreFrom() });
      await restored.deploy();
      // The provider leaves IAM out of a restore from a snapshot: https://github.com/hashicorp/terraform-provider-aws/issues/35189
      if (suffix === "r2") await restored.deploy();
      expect(await restored.isSettled()).toBe(true);
      expect(await clusterOf(suffix)).toMatchObject({
        MasterUsername: "cluster_owner",
        DatabaseName: "transactions",
        IAMDatabaseAuthenticationEnabled: true,
        StorageEncrypted: true,
        DBClusterParameterGroup: `aurora-parameter-group-${suffix}`,
        DBSubnetGroup: `aurora-subnet-group-${suffix}`,
        EnabledCloudwatchLogsExports: ["postgresql"],
        BackupRetentionPeriod: 1,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
        MasterUserSecret: expect.objectContaining({ SecretStatus: "active" }),
        TagList: expect.arrayContaining([{ Key: "EnvironmentSuffix", Value: suffix }]),
      });
      configure(restored, suffix, {});
      expect(await restored.isSettled()).toBe(true);
      await restored.destroy();
    },
    5 * MINUTES,
  );

  it(
    "comes from what a destroy left: exactly one snapshot, which the sweep names",
    async () => {
      configure(source, "r1", { kmsKeyArn: outsideKey, finalSnapshot: true });
      const undeployed = await run(source, "destroy", "--auto-approve");
      expect(undeployed.said).toContain("database.finalSnapshot is on");
      expect(undeployed.code).toBe(2);
      await source.deploy();
      const destroyed = await run(source, "destroy", "--auto-approve");
      expect(destroyed.said).toContain("leaves the snapshot aurora-final-snapshot-r1-");
      expect(destroyed.code).toBe(0);
      const { DBClusterSnapshots: left = [] } = await rds.send(new DescribeDBClusterSnapshotsCommand({}));
      expect(left.map((it) => it.DBClusterSnapshotIdentifier)).toEqual(
        expect.arrayContaining(["taken-by-hand", expect.stringMatching(/^aurora-final-snapshot-r1-\d{14}$/)]),
      );
      expect(left).toHaveLength(2);
      const swept = await run(source, "sweep", "--suffix", "r1");
      expect(swept.code).toBe(3);
      expect(swept.said).toContain(outsideKey);
      expect(swept.said).toContain("the final snapshot, because database.finalSnapshot is on");
    },
    5 * MINUTES,
  );
});
