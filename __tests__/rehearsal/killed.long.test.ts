import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { difference, type Item } from "../../src/inventory/item";
import { STALE_SECONDS } from "../../src/lock/signs-of-life";
import { terraformOf } from "../support/documented-commands";
import { Account, itemsOf, MINUTES } from "./support";

/** As when the machine dies in the middle of a deployment. */
describe("a deployment that is killed", () => {
  let account: Account;
  let before: Item[];

  beforeAll(async () => {
    account = await Account.open("killed");
    before = await account.inventory();
  }, MINUTES);

  afterAll(() => account?.close());

  it(
    "converges once it is unlocked and what was in the making is imported",
    async () => {
      const workspace = await account.environment("sigkill");
      const { client } = account.emulator;
      const killed = expect(workspace.deploy()).rejects.toThrow("npm run deploy failed");
      // Terraform saves its state every 20 s at most, and only when something is made: the cluster comes after that.
      await until(async () =>
        (await storedAddresses("sigkill")).includes("aws_rds_cluster.database_cluster"),
      );
      // And the rest of what is imported below has been begun, however slow this machine is.
      const rds = new RDSClient(client);
      await until(async () => {
        const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
        return DBInstances.filter((it) => it.DBInstanceIdentifier?.endsWith("-sigkill")).length === 2;
      });
      // As when the machine dies: Terraform with its provider, and the command that waits for it.
      for (const program of ["stacks/transaction-processing-sigkill apply", "sigkill/outputs.json"]) {
        const [group] = execFileSync("pgrep", ["-of", program], { encoding: "utf8" }).split("\n");
        process.kill(-Number(group), "SIGKILL");
      }
      await killed;

      await expect(workspace.deploy()).rejects.toThrow("npm run deploy failed with exit code 2");
      expect(readFileSync(workspace.logFile, "utf8")).toContain("a deploy is under way: ");
      const unlock = () => workspace.command("release", ["unlock", "--yes"], {}, () => {});
      expect(await unlock()).toBe(2); // it was alive a moment ago
      await sleep(STALE_SECONDS * 1000);
      expect(await unlock()).toBe(2); // Terraform's own lock first
      expect(readFileSync(workspace.logFile, "utf8")).toContain(
        "may still be running, because its lock on the state exists",
      );
      const lock = JSON.parse(await stored("sigkill/transaction-processing.tfstate.tflock"));

      const { LoadBalancers = [] } = await new ElasticLoadBalancingV2Client(client).send(
        new DescribeLoadBalancersCommand({ Names: ["load-balancer-sigkill"] }),
      );
      const [force = [], ...imports] = terraformOf("docs/runbooks/stuck-lock.md", {
        "<ID>": lock.ID,
        "<ARN of load-balancer-<suffix>>": LoadBalancers[0]?.LoadBalancerArn ?? "",
        "<suffix>": "sigkill",
      });
      expect([force[0], imports.length]).toEqual(["force-unlock", 3]);
      expect(await workspace.terraform("force-unlock", ["-force", ...force.slice(1)])).toBe(0);
      expect(await unlock()).toBe(0);
      for (const [command = "", ...args] of imports) {
        expect([args, await workspace.terraform(command, ["-input=false", ...args])]).toEqual([args, 0]);
      }
      await workspace.deploy();
      expect(await workspace.isSettled()).toBe(true);
      await workspace.destroy();
      // Revisions that the killed Terraform registered and never wrote down: no name keeps them from being made again.
      expect(await workspace.command("sweep", ["--delete", "--yes"], {}, () => {})).toBe(0);
      expect(itemsOf("sigkill", difference(await account.inventory(), before))).toEqual([]);
    },
    15 * MINUTES,
  );

  const stored = async (Key: string) => {
    const s3 = new S3Client(account.emulator.client);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: account.stateBucket, Key }));
    return Body?.transformToString() ?? "";
  };

  /** Addresses of what the state in S3 knows; none before it was first saved. */
  async function storedAddresses(suffix: string): Promise<string[]> {
    const state = await stored(`${suffix}/transaction-processing.tfstate`).catch(() => '{"resources":[]}');
    return JSON.parse(state).resources.map((it: { type: string; name: string }) => `${it.type}.${it.name}`);
  }

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await sleep(250);
  }
});
