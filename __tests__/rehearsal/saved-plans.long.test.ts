import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { strToU8, unzipSync, zipSync } from "fflate";
import { difference } from "../../src/inventory/item";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { MANIFEST, savePlan } from "../../src/review/saved-plan";
import { PLAN_FILE } from "../../src/terraform/plan";
import { terraformOf } from "../support/documented-commands";
import { PullRequest } from "./pull-request-stage";
import { CommandProcess } from "./release-process";
import { FaultProxy } from "./release-proxy";
import { MINUTES, untilStale } from "./support";

const CLUSTER = "aws_rds_cluster.database_cluster";

/** What seldom happens to a plan, in an environment that is deployed; each `it` goes on where the one before it ended. */
describe("a plan that was allowed to lose data, was tampered with, or could not say what it did", () => {
  let pull: PullRequest;

  beforeAll(async () => {
    pull = await PullRequest.open("saved-plans");
    await pull.environment.deploy();
  }, 6 * MINUTES);

  afterAll(() => pull?.account.close());

  /** Puts into the saved plan what Terraform would do as well, and no review shows. @returns the new digest */
  const forged = (address: string, command: string) => {
    const { saved } = pull;
    const [type = "", name = ""] = address.split(".");
    const override = { resource: { [type]: { [name]: { provisioner: [{ "local-exec": { command } }] } } } };
    const inside = unzipSync(readFileSync(join(saved, PLAN_FILE)));
    const more = { "tfconfig/m-/x_override.tf.json": strToU8(JSON.stringify(override)) };
    writeFileSync(join(saved, PLAN_FILE), zipSync({ ...inside, ...more }));
    return savePlan(saved, JSON.parse(readFileSync(join(saved, MANIFEST), "utf8")));
  };

  it(
    "replaces the database when that is allowed: instances first, then the cluster, and does nothing that is only in the saved plan",
    async () => {
      pull.configure({ database: { name: "ledger" } });
      const instances = ["a", "b"].map(
        (zone) => `aws_rds_cluster_instance.database_instance_us_east_1${zone}`,
      );
      const { code } = await pull.plan("--allow", CLUSTER, ...instances);
      expect(code).toBe(2);
      const { code: applied, output } = await pull.apply(
        forged(CLUSTER, `touch ${join(pull.directory, "pwned")}`),
      );
      expect([applied, output]).toEqual([0, expect.stringContaining("applied what was reviewed to pr-1")]);
      expect(existsSync(join(pull.directory, "pwned"))).toBe(false);
      expect((await pull.plan()).code).toBe(0);
    },
    5 * MINUTES,
  );

  it(
    "keeps a state that could not be saved when the session ended, and it can be saved later",
    async () => {
      pull.configure({ database: { name: "ledger" }, smokeTestCidrBlocks: ["198.51.100.7/32"] });
      const { digest, counts } = await pull.plan();
      expect(counts).toMatchObject({ create: 2, update: 0 });
      const proxy = await FaultProxy.open(pull.account.emulator.endpoint);
      let ended = false;
      proxy.fails = (action, path) => {
        ended ||= action === "s3:PutObject" && /\.tfstate(\?|$)/.test(path);
        return ended && action.startsWith("s3:") ? "AccessDenied" : undefined;
      };
      const args = ["--plan", join("plan", "pr-1"), "--digest", digest];
      const variables = { ...pull.environment.variables, AWS_ENDPOINT_URL: proxy.endpoint };
      const env = { ...withoutUserSettings(process.env), ...variables };
      const { code, output } = await new CommandProcess("apply", args, pull.directory, env).ended;
      proxy.close();
      const kept = join(pull.directory, "cdktf.out", "stacks", pull.environment.stack, "errored.tfstate");
      expect([code, output]).toEqual([
        1,
        expect.stringContaining(`only ${kept} contains the newest resources`),
      ]);
      expect(output).toContain("the environment stays locked until then");
      expect(await pull.apply(digest)).toEqual({
        code: 2,
        output: expect.stringContaining("save this state first"),
      });
      expect((await pull.plan()).counts).toMatchObject({ create: 2 }); // nobody knows of it yet

      const [[state = "", ...push] = [], [unlock = ""] = []] = terraformOf(
        "docs/runbooks/restore-state.md",
        {},
      );
      expect(await pull.environment.terraform(state, push)).toBe(1); // it says who has the lock
      const lock = { Bucket: pull.account.stateBucket, Key: "pr-1/transaction-processing.tfstate.tflock" };
      const { Body } = await new S3Client(pull.account.emulator.client).send(new GetObjectCommand(lock));
      const { ID } = JSON.parse((await Body?.transformToString()) ?? "");
      expect(await pull.environment.terraform(unlock, ["-force", ID])).toBe(0);
      expect(await pull.environment.terraform(state, push)).toBe(0);
      rmSync(kept);
      await untilStale(pull.lock);
      expect((await pull.run("release", "unlock", "--yes")).code).toBe(0);
      expect((await pull.plan()).code).toBe(0);
    },
    6 * MINUTES,
  );

  it(
    "leaves nothing when it is destroyed",
    async () => {
      await pull.environment.destroy();
      expect(difference(await pull.account.inventory(), pull.before)).toEqual([]);
      expect(pull.account.emulator.gap.aborted).toBe(false);
    },
    6 * MINUTES,
  );
});
