import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { stackFolder } from "../../src/naming/names";
import { PLATFORM } from "../../src/rehearsal/platform";
import type { PhaseOptions, Workspace } from "../../src/rehearsal/workspace";
import { PASSED, REFUSED } from "../terraform/variables";
import { Account, MINUTES } from "./support";

/** As many as two cores keep busy. */
const AT_ONCE = 3;

/** What an environment that is not deployed yet is planned to be, whatever the variables of the surroundings say. */
describe("what decides what Terraform does", () => {
  let account: Account;
  let checkouts: Workspace[];
  let planned: object;

  beforeAll(async () => {
    account = await Account.open("variables");
    const names = [...Array(AT_ONCE)].map((_, index) => `checkout-${index}`);
    checkouts = await Promise.all(names.map((name) => account.environment("dev", "ephemeral", name)));
    const plans = await Promise.all(checkouts.map((it) => plan(it))); // and each is initialized
    planned = plans[0]?.counts ?? {};
    expect(plans).toEqual(checkouts.map(() => ({ code: 2, counts: planned })));
  }, 2 * MINUTES);

  afterAll(() => account?.close());

  /** `npm run plan -- --json`: its exit code, what it counts, and what else it says. */
  async function plan(workspace: Workspace, options: PhaseOptions = {}) {
    const lines: string[] = [];
    const code = await workspace.command("plan", ["--json"], options, (line) => lines.push(line));
    const json = lines.slice(lines.indexOf("{"), lines.lastIndexOf("}") + 1).join("\n");
    return code === 2 ? { code, counts: JSON.parse(json).counts } : { code, said: lines.join("\n") };
  }

  const stored = async () => {
    const s3 = new S3Client(account.emulator.client);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: account.stateBucket }));
    return Contents.map(({ Key }) => Key);
  };

  const folderOf = ({ logFile, suffix }: Workspace) =>
    stackFolder(suffix, join(dirname(logFile), "cdktf.out"));

  it(
    "is none of the variables that Terraform gets",
    async () => {
      expect(planned).toMatchObject({ create: expect.any(Number), update: 0, replace: 0, destroy: 0 });
      const plans = checkouts.map((workspace, own) => {
        const variables = Object.entries(PASSED).filter((_, index) => index % AT_ONCE === own);
        return plan(workspace, { variables: Object.fromEntries(variables) });
      });
      expect(await Promise.all(plans)).toEqual(checkouts.map(() => ({ code: 2, counts: planned })));
      expect(await stored()).toEqual([]);
    },
    2 * MINUTES,
  );

  it(
    "is none of those that it does not get: the command says their names, and touches nothing",
    async () => {
      const left = Object.entries(REFUSED);
      const refuse = async (workspace: Workspace) => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const [name, value] = next;
          const refused = await plan(workspace, { variables: { [name]: value } });
          expect([name, refused]).toEqual([
            name,
            { code: 1, said: expect.stringContaining(`\n  ${name}: `) },
          ]);
        }
      };
      await Promise.all(checkouts.map(refuse));
      expect(await stored()).toEqual([]);
    },
    2 * MINUTES,
  );

  it(
    "is no workspace that was selected by hand, and no backend that was named",
    async () => {
      const [selected, named] = checkouts as [Workspace, Workspace];
      writeFileSync(join(folderOf(selected), ".terraform/environment"), "other");

      const file = join(folderOf(named), ".terraform/terraform.tfstate");
      const key = () => JSON.parse(readFileSync(file, "utf8")).backend.config.key;
      const configured = key();
      const other = "other/transaction-processing.tfstate";
      await named.terraform("init", ["-reconfigure", "-input=false", `-backend-config=key=${other}`]);
      expect(key()).toBe(other);

      const result = { code: 2, counts: planned };
      expect(await Promise.all([plan(selected), plan(named)])).toEqual([result, result]);
      expect(key()).toBe(configured);
      expect(await stored()).toEqual([]);
    },
    MINUTES,
  );

  it(
    "is no other program in the provider's place",
    async () => {
      const [workspace] = checkouts as [Workspace];
      const folder = dirname(workspace.logFile);
      const { TF_CLI_CONFIG_FILE = "" } = workspace.variables;
      const mirror = /path = "(.+)"/.exec(readFileSync(TF_CLI_CONFIG_FILE, "utf8"))?.[1] ?? "";
      const provider = join(mirror, "registry.terraform.io/hashicorp/aws/5.100.0", PLATFORM);
      const overriding = join(folder, "overriding.rc");
      writeFileSync(
        overriding,
        `provider_installation {\n dev_overrides {\n "hashicorp/aws" = ${JSON.stringify(provider)}\n }\n direct {}\n}\n`,
      );
      expect(await plan(workspace, { variables: { TF_CLI_CONFIG_FILE: overriding } })).toEqual({
        code: 1,
        said: expect.stringContaining(
          "dev_overrides make Terraform run another program than the AWS provider",
        ),
      });
    },
    MINUTES,
  );

  it(
    "installs the provider once more where it is gone, also from a cache",
    async () => {
      const [, workspace] = checkouts as [Workspace, Workspace];
      rmSync(join(folderOf(workspace), ".terraform/providers"), { recursive: true });
      const cache = join(dirname(workspace.logFile), "cache");
      mkdirSync(cache);
      const variables = { TF_PLUGIN_CACHE_DIR: cache };
      expect(await plan(workspace, { variables })).toEqual({ code: 2, counts: planned });
      expect(existsSync(join(cache, "registry.terraform.io"))).toBe(true);
    },
    MINUTES,
  );

  it(
    "writes no state where a plan is interrupted",
    async () => {
      const interruption = new AbortController();
      const [workspace] = checkouts as [Workspace];
      const interrupted = workspace.command("plan", [], { signal: interruption.signal }, (line) => {
        // It is at work then: interrupted as an apply is, it would save an empty state.
        if (line.includes("terraform plan"))
          setTimeout(() => interruption.abort(new Error("interrupted")), 500);
      });
      await expect(interrupted).rejects.toThrow("interrupted");
      expect(await stored()).toEqual([]);
    },
    MINUTES,
  );
});
