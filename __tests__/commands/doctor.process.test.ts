import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { withAws } from "../support/command-with-aws";

const ROOT = join(__dirname, "../..");

/** Of somebody who has no AWS account. */
const env = {
  ...withoutUserSettings(process.env),
  ENVIRONMENT_SUFFIX: undefined,
  STATE_BUCKET: undefined,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
};

const run = (command: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) =>
  spawnSync(
    process.execPath,
    ["--require", join(ROOT, "src/register.js"), join(ROOT, `src/commands/${command}.ts`), ...args],
    { cwd: ROOT, encoding: "utf8", env: { ...env, ...variables } },
  );

it("the doctor answers what it can without an account, a settings file and STATE_BUCKET", () => {
  const { status, stdout } = run("doctor", ["--suffix", "nowhere", "--json"]);
  const { checks, ...counts } = JSON.parse(stdout);
  const answers = Object.fromEntries(
    checks.map((it: { check: string; answer: string }) => [it.check, it.answer]),
  );
  expect(answers).toMatchObject({
    "Node.js": "pass",
    settings: "cannot know",
    "AWS identity": "cannot know",
    account: "cannot know",
    "state bucket": "cannot know",
    "rights to deploy": "cannot know",
    "quota of Fargate": "cannot know",
    CloudTrail: "cannot know",
  });
  expect(counts.suffix).toBe("nowhere");
  expect(counts.pass + counts.fail + counts.cannotKnow).toBe(checks.length);
  expect(status).toBe(counts.fail > 0 ? 1 : 0); // a machine may lack Terraform
});

it("the doctor ends with 1 when something fails, and shows all the rest", () => {
  const { status, stdout } = run("doctor", [], { TF_WORKSPACE: "other" });
  expect(stdout).toMatch(/variables +fail +.*TF_WORKSPACE/);
  expect(stdout).toMatch(/\d+ pass, [1-9]\d* fails?, \d+ cannot be known\n$/);
  expect(status).toBe(1);
});

it.each(["doctor", "verify"])("%s ends with 2 for bad usage", (command) => {
  const { status, stdout, stderr } = run(command, ["--jsn"]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("unknown option '--jsn'");
});

it("verify refuses to guess which environment", () => {
  const { status, stderr } = run("verify", []);
  expect(stderr).toContain("ENVIRONMENT_SUFFIX is not set");
  expect(status).toBe(2);
});

it("Ctrl-C ends the doctor at once, with 130 and without a table, though AWS has not answered", async () => {
  let at = 0;
  const ended = await withAws(
    () => {},
    "doctor",
    ["--suffix", "dev"],
    (child) => {
      at ||= Date.now();
      child.kill("SIGINT");
    },
  );
  expect(Date.now() - at).toBeLessThan(15_000); // a check waits for 20 s
  expect(ended).toMatchObject({ code: 130, stdout: "" });
});
