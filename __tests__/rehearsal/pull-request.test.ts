import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { strToU8, unzipSync, zipSync } from "fflate";
import { difference, type Item } from "../../src/inventory/item";
import { EnvironmentLock, newLock } from "../../src/lock/lock";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { MANIFEST, savePlan } from "../../src/review/saved-plan";
import { PLAN_FILE } from "../../src/terraform/plan";
import { CommandProcess } from "./release-process";
import { FaultProxy } from "./release-proxy";
import { Account, MINUTES, untilStale } from "./support";

const CLUSTER = "aws_rds_cluster.database_cluster";
const SECRET = "pl4nted-and-never-shown";

/** What a pull request goes through, from an empty account to the end; each `it` goes on where the one before it ended. */
describe("a plan that is reviewed and applied", () => {
  let account: Account;
  let environment: Workspace;
  let directory: string;
  let before: Item[];

  beforeAll(async () => {
    account = await Account.open("pull-request");
    environment = await account.environment("pr-1");
    directory = dirname(environment.logFile);
    before = await account.inventory();
  }, MINUTES);

  afterAll(() => account?.close());

  const run = async (command: "apply" | "plan" | "release" | "review", ...args: string[]) => {
    const lines: string[] = [];
    const code = await environment.command(command, args, {}, (line) => lines.push(line));
    return { code, output: lines.join("\n") };
  };
  const plan = async (...args: string[]) => {
    const { code, output } = await run("plan", "--json", ...args);
    const review = readFileSync(join(directory, "plan", "pr-1", "review.md"), "utf8");
    return {
      code,
      output,
      review,
      ...JSON.parse(output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1)),
    };
  };
  const apply = (digest: string) => run("apply", "--plan", join("plan", "pr-1"), "--digest", digest);
  /** Puts into the saved plan what Terraform would do as well, and no review shows. @returns the new digest */
  const forged = (address: string, command: string) => {
    const saved = join(directory, "plan", "pr-1");
    const [type = "", name = ""] = address.split(".");
    const override = { resource: { [type]: { [name]: { provisioner: [{ "local-exec": { command } }] } } } };
    const inside = unzipSync(readFileSync(join(saved, PLAN_FILE)));
    const more = { "tfconfig/m-/x_override.tf.json": strToU8(JSON.stringify(override)) };
    writeFileSync(join(saved, PLAN_FILE), zipSync({ ...inside, ...more }));
    return savePlan(saved, JSON.parse(readFileSync(join(saved, MANIFEST), "utf8")));
  };
  const configure = (settings: object) =>
    writeFileSync(join(directory, "environments", "pr-1.json"), JSON.stringify(settings));

  it(
    "adds everything to an empty account, and is applied by its digest",
    async () => {
      const { code, counts, blocking, digest, review } = await plan();
      expect([code, blocking]).toEqual([2, []]);
      expect(counts).toMatchObject({ update: 0, replace: 0, destroy: 0 });
      expect(review).toContain(
        `### ⚠️ \`pr-1\`: ${counts.create} to add, 0 to change, 0 to replace, 0 to destroy`,
      );
      expect(review).toContain("Nothing that holds data is lost.");
      expect(await account.inventory()).toEqual(before);

      const again = await run("review", "--plan", join("plan", "pr-1"), "--digest", digest);
      expect([again.code, again.output]).toEqual([0, expect.stringContaining(`${counts.create} to add`)]);

      const dead = newLock("deploy", "arn:aws:iam::123456789012:user/ada");
      const lock = new EnvironmentLock(new S3Client(account.emulator.client), account.stateBucket, "pr-1");
      await lock.acquire(dead);
      expect((await apply(digest)).code).toBe(2);
      await untilStale(lock);
      // Of what it locks, nothing is there.
      const unlocked = await run("release", "unlock", "--yes");
      expect([unlocked.code, unlocked.output]).toEqual([0, expect.stringContaining("\nfreed")]);

      const { code: applied, output } = await apply(digest);
      expect([applied, output]).toEqual([0, expect.stringContaining(`${counts.create} done in `)]);
    },
    6 * MINUTES,
  );

  it(
    "has no changes afterwards",
    async () => {
      const { code, verdict, review } = await plan();
      expect([code, verdict]).toEqual([0, "no changes"]);
      expect(review).toContain("### ✅ `pr-1`: no changes\n");
    },
    6 * MINUTES,
  );

  it(
    "is refused when it is not the reviewed one, traffic moved, a release is under way, or another was applied since",
    async () => {
      configure({ monitoring: { maxErrorPercent: 4 } });
      const { digest: early } = await plan();
      expect((await run("release", "set", "--green", "50", "--yes")).code).toBe(0);
      const moved = await apply(early);
      expect(moved.code).toBe(2);
      expect(moved.output).toMatch(
        /^traffic moved since this was planned, and applying it would move it back: plan anew\n {2}planned: .*"value":"20".*\n {2}now: {5}.*"value":"50"/,
      );

      const { digest: overtaken } = await plan();
      cpSync(join(directory, "plan", "pr-1"), join(directory, "kept"), { recursive: true });
      configure({ monitoring: { maxErrorPercent: 3 } });
      const { digest } = await plan();
      expect(await apply(overtaken)).toMatchObject({
        code: 2,
        output: expect.stringContaining("review it anew"),
      });
      const lock = new EnvironmentLock(new S3Client(account.emulator.client), account.stateBucket, "pr-1");
      await lock.holding(newLock("release", "arn:aws:iam::123456789012:user/ada"), async () => {
        const { code, output } = await apply(digest);
        expect([code, output]).toEqual([
          2,
          expect.stringMatching(/^a release is under way: arn:aws:iam::123456789012:user\/ada on /),
        ]);
      });
      expect((await apply(digest)).code).toBe(0);

      const applyKept = () => run("apply", "--plan", "kept", "--digest", overtaken);
      expect(await applyKept()).toEqual({
        code: 2,
        output: "this checkout does not configure pr-1 as the plan does: plan anew",
      });
      configure({ monitoring: { maxErrorPercent: 4 } });
      const { code, output } = await applyKept();
      expect([code, output]).toEqual([
        2,
        expect.stringContaining("what would be done now is not what was reviewed: plan anew\n"),
      ]);
    },
    8 * MINUTES,
  );

  it(
    "is blocked when it would replace the database, names what forces it, and cannot be applied",
    async () => {
      configure({ database: { name: "ledger" } });
      const { code, blocking, digest, review } = await plan();
      expect([code, blocking[0]]).toEqual([3, CLUSTER]);
      expect(review).toContain("- stays at blue 50 %, green 50 %"); // the release's weights outlives a deploy
      expect(review).toContain(
        `| replaced | \`${CLUSTER}\` | \`database_name\`: \`transactions\` → \`ledger\` | **yes: blocks this plan** |`,
      );
      const { code: applied, output } = await apply(digest);
      expect(applied).toBe(2);
      expect(output).toContain(`this plan is blocked: the data of ${CLUSTER}, aws_rds_cluster_instance.`);
    },
    6 * MINUTES,
  );

  it(
    "replaces it when that is allowed: instances first, then the cluster, and does nothing that is only in the saved plan",
    async () => {
      const instances = ["a", "b"].map(
        (zone) => `aws_rds_cluster_instance.database_instance_us_east_1${zone}`,
      );
      const { code } = await plan("--allow", CLUSTER, ...instances);
      expect(code).toBe(2);
      const { code: applied, output } = await apply(forged(CLUSTER, `touch ${join(directory, "pwned")}`));
      expect([applied, output]).toEqual([0, expect.stringContaining("applied what was reviewed to pr-1")]);
      expect(existsSync(join(directory, "pwned"))).toBe(false);
      expect((await plan()).code).toBe(0);
    },
    5 * MINUTES,
  );

  it(
    "shows no secret, and a rule that somebody added by hand",
    async () => {
      configure({
        database: { name: "ledger" },
        monitoring: {
          subscribers: [{ protocol: "https", endpoint: `https://events.example.com/${SECRET}` }],
        },
      });
      const ec2 = new EC2Client(account.emulator.client);
      const groups = [];
      const filter = { Filters: [{ Name: "group-name", Values: ["database-security-group-pr-1"] }] };
      for await (const page of paginateDescribeSecurityGroups({ client: ec2 }, filter)) {
        groups.push(...(page.SecurityGroups ?? []));
      }
      const rule = {
        GroupId: groups[0]?.GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
        ],
      };
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
      const { code, review, warnings, output } = await plan();
      expect(code).toBe(2);
      expect(review).toMatch(/create aws_sns_topic_subscription\.(.*\n)*\+ endpoint = "\(sensitive value\)"/);
      expect(review + output + readFileSync(environment.logFile, "utf8")).not.toContain(SECRET);
      expect(warnings).toContainEqual(
        "database-security-group-pr-1 has an ingress rule for 0.0.0.0/0 on tcp 5432: no configuration knows it, and no deploy removes it",
      );
      await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
    },
    6 * MINUTES,
  );

  it(
    "keeps a state that could not be saved when the session ended, and it can be saved later",
    async () => {
      configure({ database: { name: "ledger" }, smokeTestCidrBlocks: ["198.51.100.7/32"] });
      const { digest, counts } = await plan();
      expect(counts).toMatchObject({ create: 2, update: 0 });
      const proxy = await FaultProxy.open(account.emulator.endpoint);
      let ended = false;
      proxy.denies = (action, path) => {
        ended ||= action === "s3:PutObject" && /\.tfstate(\?|$)/.test(path);
        return ended && action.startsWith("s3:");
      };
      const args = ["--plan", join("plan", "pr-1"), "--digest", digest];
      const variables = { ...environment.variables, AWS_ENDPOINT_URL: proxy.endpoint };
      const env = { ...withoutUserSettings(process.env), ...variables };
      const { code, output } = await new CommandProcess("apply", args, directory, env).ended;
      proxy.close();
      const kept = join(directory, "cdktf.out", "stacks", environment.stack, "errored.tfstate");
      expect([code, output]).toEqual([1, expect.stringContaining(`is known to nobody but ${kept}`)]);
      expect(output).toContain("the environment stays locked until then");
      expect(await apply(digest)).toEqual({ code: 2, output: expect.stringContaining("save it first") });
      expect((await plan()).counts).toMatchObject({ create: 2 }); // nobody knows of it yet

      expect(await environment.terraform("state", ["push", kept])).toBe(1); // it says who has the lock
      const lock = { Bucket: account.stateBucket, Key: "pr-1/transaction-processing.tfstate.tflock" };
      const { Body } = await new S3Client(account.emulator.client).send(new GetObjectCommand(lock));
      const { ID } = JSON.parse((await Body?.transformToString()) ?? "");
      expect(await environment.terraform("force-unlock", ["-force", ID])).toBe(0);
      expect(await environment.terraform("state", ["push", kept])).toBe(0);
      rmSync(kept);
      await untilStale(
        new EnvironmentLock(new S3Client(account.emulator.client), account.stateBucket, "pr-1"),
      );
      expect((await run("release", "unlock", "--yes")).code).toBe(0);
      expect((await plan()).code).toBe(0);
    },
    6 * MINUTES,
  );

  it(
    "shows what the end of the environment would lose, and nothing is left after it",
    async () => {
      const { code, counts } = await plan("--destroy");
      expect([code, counts.create]).toEqual([3, 0]);
      await environment.destroy();
      expect(difference(await account.inventory(), before)).toEqual([]);
    },
    6 * MINUTES,
  );

  it("asked nothing of the emulator that it does not have", () => {
    expect(account.emulator.gap.aborted).toBe(false);
  });
});
