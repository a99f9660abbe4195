import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "account-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the account's main.ts as "npm run account" does. */
function main(variables: Record<string, string>) {
  const program = ["--require", join(ROOT, "src/register.js"), join(ROOT, "src/account/main.ts")];
  const { PATH = "" } = process.env;
  return spawnSync(process.execPath, program, {
    cwd: folder,
    env: { PATH, STATE_BUCKET: "state-bucket", ...variables },
    encoding: "utf8",
  });
}

/** The roles that it makes. */
function roles(variables: Record<string, string>): string[] {
  expect(main({ CDKTF_OUTDIR: join(folder, "out"), ...variables })).toMatchObject({ status: 0, stderr: "" });
  const stack = readFileSync(join(folder, "out/stacks/github-account/cdk.tf.json"), "utf8");
  return Object.keys(JSON.parse(stack).resource.aws_iam_role);
}

it("configures the account of account.json, or of the file that ACCOUNT_FILE names", () => {
  cpSync(join(ROOT, "account.example.json"), join(folder, "account.json"));
  expect(roles({})).toContain("github_deploy_role_prod_role");
  expect(roles({ ACCOUNT_FILE: join(ROOT, "account.previews.example.json") })).toEqual([
    "github_preview_role_pr_role",
  ]);
});

it("refuses a bad file in a sentence, fails, and writes nothing", () => {
  const file = join(folder, "bad.json");
  writeFileSync(file, "5");
  const refused = { CDKTF_OUTDIR: join(folder, "refused"), ACCOUNT_FILE: file };
  expect(main(refused)).toMatchObject({
    status: 1,
    stderr: `1 problem in ${file}\n  (top level): got 5, allowed: an object\n`,
  });
  expect(existsSync(refused.CDKTF_OUTDIR)).toBe(false);
});
