import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MadeUpGithub, REPOSITORY } from "./made-up-github";

const ROOT = join(__dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "github-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the command as the workflows do. */
function github(args: string[], variables: Record<string, string> = {}, input = "") {
  const program = ["--require", "./src/register.js", "src/commands/github.ts", ...args];
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      program,
      { cwd: ROOT, env: { PATH: process.env.PATH ?? "", ...variables } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

it("lists the environments as a matrix takes them", async () => {
  expect(await github(["environments"])).toEqual({ code: 0, stdout: '["dev"]\n', stderr: "" });
});

it("reads what a pull request allows from its text, and from nowhere else", async () => {
  const body =
    "Allow-destroy: aws_rds_cluster.database_cluster\nAllow-destroy: aws_kms_key.encryption_key_key";
  const { stdout } = await github(["allowed"], { PULL_REQUEST_BODY: body });
  expect(stdout).toBe("aws_rds_cluster.database_cluster\naws_kms_key.encryption_key_key\n");
  expect((await github(["allowed"])).stdout).toBe("");
  expect((await github(["allowed"], { PULL_REQUEST_BODY: "Allow-destroy: *" })).code).toBe(2);
});

it("writes a preview's comment, finds no plan, and ends previews", async () => {
  const made = await MadeUpGithub.open({
    "GET issues/7/comments?per_page=100&page=1": [],
    "POST issues/7/comments": {},
    "GET commits/c0ffee/pulls": [],
    "GET pulls/7": { state: "closed", labels: [] },
  });
  const summary = join(directory, "summary.md");
  writeFileSync(summary, "");
  const variables = {
    GITHUB_API_URL: made.url,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SHA: "c0ffee",
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_TOKEN: "token",
  };
  expect((await github(["preview", "7", "pr-7", "is gone"], variables)).code).toBe(0);
  const body = "<!-- transaction-processing preview pr-7 -->\nis gone";
  expect(made.asked.at(-1)).toBe(`POST issues/7/comments ${JSON.stringify({ body })}`);

  expect((await github(["reviewed"], variables)).stdout).toBe("[]\n");
  expect(readFileSync(summary, "utf8")).toBe(
    "Nothing to apply to `dev`: c0ffee came without a pull request to main.\n\n",
  );

  const previews = JSON.stringify([{ suffix: "pr-7", pullRequest: 7, expired: false }]);
  expect((await github(["ended"], variables, previews)).stdout).toBe('["pr-7"]\n');
  made.close();
});

it("says what is missing", async () => {
  expect(await github(["reviewed"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "GITHUB_SHA: got nothing, allowed: what GitHub Actions sets it to\n",
  });
  expect((await github(["review", "0", "dev", "x"])).code).toBe(2);
  const nothing = await github(["ended"], { GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: "token" });
  expect([nothing.code, nothing.stderr]).toEqual([
    2,
    'standard input: got 0 characters of something else, allowed: the list that "npm run --silent previews -- --json" prints\n',
  ]);
});
