import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { difference, type Item } from "../../src/inventory/item";
import { EnvironmentLock, newLock } from "../../src/lock/lock";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account, MINUTES } from "./support";
import { Planter } from "./sweep-leftovers";

interface Listed {
  readonly type: string;
  readonly id: string;
}
interface Report {
  readonly verdict: string;
  readonly deployed: number;
  readonly leftovers: readonly (Listed & { readonly removable: boolean })[];
  readonly remembered: readonly (Listed & { readonly state: string; readonly until?: string })[];
  readonly notRemoved: readonly (Listed & { readonly failure: string })[];
}

const WHO = "arn:aws:sts::123456789012:user/moto";

/** One environment deployed, destroyed and swept, among others that look like it. Each `it` goes on from the one before. */
describe("npm run sweep", () => {
  let account: Account;
  let workspace: Workspace;
  let planter: Planter;
  let before: Item[];

  const run = async (command: "previews" | "sweep", ...args: string[]) => {
    const lines: string[] = [];
    const code = await workspace.command(command, args, {}, (line) => lines.push(line));
    // A slow machine sees a line of progress now and then, on standard error.
    return { code, lines: lines.filter((line) => !line.startsWith("asked AWS ")) };
  };
  const sweepOf = async (suffix: string, ...args: string[]): Promise<{ code: number; report: Report }> => {
    const { code, lines } = await run("sweep", "--suffix", suffix, "--json", ...args);
    return { code, report: JSON.parse(lines.join("\n")) };
  };
  const sweep = (...args: string[]) => sweepOf("pr-1", ...args);
  const listed = (items: readonly Listed[]) => items.map(({ type, id }) => `${type} ${id}`).sort();

  beforeAll(async () => {
    account = await Account.open("sweep");
    workspace = await account.environment("pr-1");
    planter = new Planter(account.emulator.client);
    for (const other of ["pr-12", "x-pr-1"]) {
      await planter.logGroup(`log-group-blue-${other}`);
      await planter.logGroup(`/aws/rds/cluster/aurora-cluster-${other}/postgresql`);
      await planter.taskDefinition(`task-definition-blue-${other}`);
      await planter.alarm(`alarm-database-cpu-${other}`);
      await planter.parameter(`/transaction-processing/${other}/green-weight`);
      await planter.snapshot(`aurora-cluster-${other}`, `aurora-final-snapshot-${other}-20260304050607`);
      await planter.interfaceIn(other);
      await planter.pendingKey(other);
      await planter.pendingSecret(`aurora-cluster-${other}`);
    }
    await planter.logGroup("another-application", {
      Application: "another",
      EnvironmentSuffix: "pr-1",
    });
    before = await account.inventory();
    await workspace.deploy();
  }, 6 * MINUTES);

  afterAll(() => account?.close());

  it(
    "finds all that a deployment made, says that it is deployed, and removes nothing of it",
    async () => {
      const made = difference(await account.inventory(), before);
      const { code, report } = await sweep();
      expect([code, report.verdict]).toEqual([3, "deployed"]);
      expect(report.deployed).toBeGreaterThan(90);
      const missed = listed(made).filter((it) => !listed(report.leftovers).includes(it));
      // The VPC's own main one, which has no tags, and goes with the VPC.
      expect(missed).toEqual([expect.stringMatching(/^EC2 route table /)]);
      expect(report.leftovers).toHaveLength(made.length - 1);

      const { lines } = await run("sweep", "--suffix", "pr-1");
      expect(lines[0]).toBe(
        `pr-1 is still deployed: its state contains ${report.deployed} resources. This is no certificate; it lists what exists:`,
      );
      expect(await run("sweep", "--suffix", "pr-1", "--delete", "--yes")).toEqual({
        code: 5,
        lines: [
          `pr-1 is still deployed: its state contains ${report.deployed} resources; destroy it first: npm run destroy`,
        ],
      });
      expect(listed(difference(await account.inventory(), before))).toEqual(listed(made));
    },
    2 * MINUTES,
  );

  it(
    "is preceded by npm run previews, which lists what is deployed",
    async () => {
      const { code, lines } = await run("previews", "--json");
      const preview = {
        suffix: "pr-1",
        pullRequest: 1,
        resources: expect.any(Number),
        lastChanged: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        expired: false,
      };
      expect([code, JSON.parse(lines.join(""))]).toEqual([0, [preview]]);
      const forgotten = await run("previews", "--json", "--ttl", "0s");
      expect(JSON.parse(forgotten.lines.join(""))).toEqual([{ ...preview, expired: true }]);
      expect((await run("previews")).lines.at(-1)).toMatch(
        /^ {2}pr-1 +#1 +\d+ +2\d{3}-[-\dT:.]+Z {2}0 h {2}no$/,
      );
      expect((await run("previews", "--ttl", "soon")).code).toBe(2);
    },
    3 * MINUTES,
  );

  it(
    "refuses to remove what runs, even where the state is another bucket's",
    async () => {
      const s3 = new S3Client(account.emulator.client);
      const object = { Bucket: account.stateBucket, Key: "pr-1/transaction-processing.tfstate" };
      const state = await (await s3.send(new GetObjectCommand(object))).Body?.transformToString();
      await s3.send(new PutObjectCommand({ ...object, Body: '{ "version": 4, "resources": [] }' }));
      const { code, lines } = await run("sweep", "--suffix", "pr-1", "--delete", "--yes");
      expect([code, ...lines]).toEqual([
        2,
        expect.stringMatching(
          /^pr-1 still has running resources that are not in its state \(is terraform-state-\S+ the right STATE_BUCKET\?\): first remove ECS service .*RDS cluster aurora-cluster-pr-1/,
        ),
      ]);
      await s3.send(new PutObjectCommand({ ...object, Body: state ?? "" }));
      expect(await workspace.isSettled()).toBe(true);
    },
    2 * MINUTES,
  );

  it(
    "certifies a destroy, and names what AWS only remembers",
    async () => {
      await workspace.destroy();
      const { code, report } = await sweep();
      expect([code, report.verdict, report.leftovers]).toEqual([0, "certificate", []]);
      const arn = (rest: string) => `arn:aws:ecs:us-east-1:123456789012:${rest}`;
      expect(listed(report.remembered)).toEqual([
        expect.stringMatching(/^EC2 NAT gateway nat-/),
        expect.stringMatching(/^EC2 VPC endpoint vpce-/),
        `ECS cluster ${arn("cluster/ecs-cluster-pr-1")}`,
        `ECS service ${arn("service/ecs-cluster-pr-1/ecs-service-blue-pr-1")}`,
        `ECS service ${arn("service/ecs-cluster-pr-1/ecs-service-green-pr-1")}`,
        `ECS task definition ${arn("task-definition/task-definition-blue-pr-1:1")}`,
        `ECS task definition ${arn("task-definition/task-definition-green-pr-1:1")}`,
        `ECS task definition ${arn("task-definition/task-definition-migration-pr-1:1")}`,
      ]);
      const { lines } = await run("sweep", "--suffix", "pr-1");
      expect(lines.slice(0, 8)).toEqual([
        "Destroy certificate: nothing is left of pr-1",
        "",
        "  environment  pr-1",
        "  account      123456789012",
        "  region       us-east-1",
        `  asked by     ${WHO}`,
        expect.stringMatching(/^ {2}at {11}2\d{3}-[-\dT:.]+Z$/),
        expect.stringMatching(/^ {2}state {8}0 resources, written 2\d{3}-[-\dT:.]+Z$/),
      ]);
      expect((await run("previews")).lines).toEqual(["no preview has a state with resources"]);
    },
    4 * MINUTES,
  );

  it(
    "lists exactly what is left, and asks before it removes anything",
    async () => {
      await planter.logGroup("/aws/rds/cluster/aurora-cluster-pr-1/postgresql");
      await planter.logGroup("/aws/ecs/containerinsights/ecs-cluster-pr-1/performance");
      const definition = await planter.taskDefinition("task-definition-green-pr-1");
      await planter.parameter("/transaction-processing/pr-1/green-weight");
      await planter.alarm("alarm-database-cpu-pr-1");
      const resourceId = await planter.snapshot("aurora-cluster-pr-1", "by-hand");
      const { vpc, eni } = await planter.interfaceIn("pr-1");
      const key = await planter.pendingKey("pr-1");
      const secret = await planter.pendingSecret("aurora-cluster-pr-1");

      const { code, report } = await sweep();
      expect([code, report.verdict]).toEqual([3, "leftovers"]);
      const removable = report.leftovers.filter((it) => it.removable);
      expect(listed(removable)).toEqual(
        [
          "CloudWatch alarm alarm-database-cpu-pr-1",
          "CloudWatch log group /aws/ecs/containerinsights/ecs-cluster-pr-1/performance",
          "CloudWatch log group /aws/rds/cluster/aurora-cluster-pr-1/postgresql",
          `EC2 network interface ${eni}`,
          `ECS task definition ${definition}`,
          "Systems Manager parameter /transaction-processing/pr-1/green-weight",
        ].sort(),
      );
      expect(listed(report.leftovers.filter((it) => !it.removable))).toEqual([
        `EC2 VPC ${vpc}`,
        `RDS cluster automated backup ${resourceId}`,
        "RDS cluster snapshot by-hand",
        expect.stringMatching(/^RDS cluster snapshot rds:aurora-cluster-pr-1-/),
      ]);
      expect(report.remembered.filter(({ until }) => until !== undefined)).toEqual([
        { type: "KMS key", id: key, state: "pending deletion", until: expect.any(String) },
        { type: "Secrets Manager secret", id: secret, state: "pending deletion", until: expect.any(String) },
      ]);

      const unasked = await run("sweep", "--suffix", "pr-1", "--delete");
      expect([unasked.code, unasked.lines.at(-1)]).toEqual([
        2,
        "did not remove 6 of 10 leftovers of pr-1: there is no terminal for the confirmation; confirm with --yes",
      ]);
      expect(listed((await sweep()).report.leftovers)).toEqual(listed(report.leftovers));
    },
    2 * MINUTES,
  );

  it(
    "refuses while somebody else holds the environment, or Terraform its state",
    async () => {
      const s3 = new S3Client(account.emulator.client);
      const lock = new EnvironmentLock(s3, account.stateBucket, "pr-1");
      const deploy = newLock("deploy", "somebody");
      await lock.acquire(deploy);
      for (const args of [[], ["--delete", "--yes"]]) {
        const { code, lines } = await run("sweep", "--suffix", "pr-1", ...args);
        expect([code, ...lines]).toEqual([2, expect.stringMatching(/^a deploy is under way: somebody on /)]);
      }
      await lock.free(deploy.id);

      const object = { Bucket: account.stateBucket, Key: "pr-1/transaction-processing.tfstate.tflock" };
      await s3.send(new PutObjectCommand({ ...object, Body: "{}" }));
      expect(await run("sweep", "--suffix", "pr-1", "--delete", "--yes")).toEqual({
        code: 2,
        lines: [
          "Terraform is changing pr-1, or was killed before it had finished: its state is locked; see docs/runbooks/stuck-lock.md",
        ],
      });
      await s3.send(new DeleteObjectCommand(object));
      expect(await lock.read()).toBeUndefined();
    },
    3 * MINUTES,
  );

  it(
    "certifies no destroy of what never was, only of what left a trace",
    async () => {
      const { code, lines } = await run("sweep", "--suffix", "pr-l");
      expect([code, lines[0], lines.at(-1)]).toEqual([
        4,
        "No certificate: there is no trace of an environment pr-l; check the spelling",
        "  state        none, and no older versions",
      ]);
      expect((await sweepOf("pr-l", "--delete", "--yes")).code).toBe(4);

      const s3 = new S3Client(account.emulator.client);
      const object = { Bucket: account.stateBucket, Key: "pr-l/transaction-processing.tfstate" };
      await s3.send(new PutObjectCommand({ ...object, Body: '{ "version": 4, "resources": [] }' }));
      await s3.send(new DeleteObjectCommand(object));
      const deleted = await sweepOf("pr-l");
      expect([deleted.code, deleted.report.verdict]).toEqual([0, "certificate"]);

      const key = await planter.pendingKey("pr-2");
      const pending = await sweepOf("pr-2");
      expect([pending.code, listed(pending.report.remembered)]).toEqual([0, [`KMS key ${key}`]]);
    },
    2 * MINUTES,
  );

  it(
    "refuses a wrong account and a wrong suffix",
    async () => {
      const other = await account.environment("other");
      const directory = resolve(__dirname, "../../.rehearsal/jest-sweep/other/environments");
      writeFileSync(join(directory, "other.json"), JSON.stringify({ accountId: "111122223333" }));
      const lines: string[] = [];
      const code = await other.command("sweep", ["--suffix", "other"], {}, (line) => lines.push(line));
      expect([code, ...lines]).toEqual([
        2,
        "signed in to account 123456789012, but this environment is in account 111122223333",
      ]);
      expect(await run("sweep", "--suffix", "PR-1")).toEqual({
        code: 2,
        lines: [
          "1 problem in the environment variables",
          '  ENVIRONMENT_SUFFIX: got "PR-1", allowed: 1 to 13 lower-case letters, digits and single hyphens, a letter first',
        ],
      });
    },
    3 * MINUTES,
  );

  it(
    "removes what is safe, nothing of another environment, and says what stays",
    async () => {
      const unplanted = await account.inventory();
      const inUse = await planter.targetGroupInUse("target-group-blue-pr-1");
      const planted = difference(await account.inventory(), unplanted);
      const { code, lines } = await run("sweep", "--suffix", "pr-1", "--delete", "--yes");
      expect(code).toBe(3);
      expect(lines).toContain("5 items are left of pr-1");
      const { code: again, report } = await sweep("--delete", "--yes");
      expect([again, report.notRemoved]).toEqual([
        3,
        [
          {
            type: "Elastic Load Balancing target group",
            id: inUse,
            failure: expect.stringMatching(/^ResourceInUseException: .* is currently in use /),
          },
        ],
      ]);
      expect(lines).toContain(
        "  aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier by-hand",
      );
      const left = difference(await account.inventory(), [...before, ...planted]);
      expect([...new Set(left.map(({ type }) => type))].sort()).toEqual([
        "EC2 VPC",
        "EC2 route table",
        "EC2 security group",
        "EC2 security group rule",
        "EC2 subnet",
        "RDS cluster automated backup",
        "RDS cluster snapshot",
      ]);
      expect(difference([...before, ...planted], await account.inventory())).toEqual([]);
    },
    3 * MINUTES,
  );
});
