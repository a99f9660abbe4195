import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "account-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the account's main.ts as "npm run account" does, and returns the roles that it makes. */
function roles(variables: Record<string, string>): string[] {
  const program = ["--require", join(ROOT, "src/register.js"), join(ROOT, "src/account/main.ts")];
  const env = {
    PATH: process.env.PATH ?? "",
    CDKTF_OUTDIR: join(folder, "out"),
    STATE_BUCKET: "state-bucket",
  };
  execFileSync(process.execPath, program, { cwd: folder, env: { ...env, ...variables } });
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
