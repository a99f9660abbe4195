import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { difference, type Item } from "../../src/inventory/item";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { run } from "../../src/rehearsal/process";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account, MINUTES } from "./support";

const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");

/** An ordinary CDKTF app, by cdktf's own commands: with any suffix, and without a file or a flag of ours. */
describe("plain cdktf", () => {
  let account: Account;
  let environment: Workspace;
  let directory: string;
  let before: Item[];

  beforeAll(async () => {
    account = await Account.open("cdktf");
    environment = await account.environment("anything");
    directory = dirname(environment.logFile);
    rmSync(join(directory, "environments", "anything.json"));
    before = await account.inventory();
  }, MINUTES);

  afterAll(() => account?.close());

  const cdktf = async (...args: string[]) => {
    const lines: string[] = [];
    const code = await run(process.execPath, [CDKTF, ...args], {
      cwd: directory,
      env: { ...withoutUserSettings(process.env), ...environment.variables, CI: "1" }, // lines, not a redrawn screen
      logFile: environment.logFile,
      onLine: (line) => lines.push(line),
    });
    return { code, output: lines.join("\n") };
  };

  it(
    "deploys, has no difference afterwards, says its outputs, destroys, and leaves nothing",
    async () => {
      expect((await cdktf("synth")).code).toBe(0);
      const parallelism = ["--terraform-parallelism", "64"];
      // `terraform providers lock` asks the registry, mirror or not.
      const deployed = await cdktf("deploy", "--auto-approve", "--skip-provider-lock", ...parallelism);
      expect([deployed.code, deployed.output]).toEqual([0, expect.stringContaining("Apply complete!")]);
      const diff = await cdktf("diff", "--skip-provider-lock");
      expect([diff.code, diff.output]).toEqual([0, expect.stringContaining("No changes.")]);
      const file = join(directory, "outputs.json");
      expect((await cdktf("output", "--skip-synth", "--outputs-file", file)).code).toBe(0);
      const { application_url } = JSON.parse(readFileSync(file, "utf8"))[environment.stack];
      expect(application_url).toMatch(/^http:\/\/load-balancer-anything/);
      expect((await cdktf("destroy", "--auto-approve", ...parallelism)).code).toBe(0);
      expect(difference(await account.inventory(), before)).toEqual([]);
    },
    8 * MINUTES,
  );
});
