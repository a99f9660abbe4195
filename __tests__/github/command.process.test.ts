import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APPROVAL_RULE } from "../../src/github/approval";
import { planMarker } from "../../src/review/comment";
import { MadeUpGithub, pullOfAda, REPOSITORY } from "./made-up-github";

const ROOT = join(__dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "github-"));
afterAll(() => rmSync(directory, { recursive: true }));

let made: MadeUpGithub;
afterEach(() => made?.close()); // also after a failure, or jest would wait for it

/** Runs the command in the same way as the workflows. */
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

/** The environment variables that GitHub sets in a run. */
const variablesOf = (made: MadeUpGithub) => ({
  GITHUB_API_URL: made.url,
  GITHUB_REPOSITORY: REPOSITORY,
  GITHUB_RUN_ID: "5",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_TOKEN: "token",
});

it("reads what a pull request allows from its text, once somebody else approves it", async () => {
  const allowed = async (body: string, approver: string) => {
    const pullRequest = pullOfAda(body, approver);
    made = await MadeUpGithub.open({ "POST /graphql": { data: { repository: { pullRequest } } } });
    const ended = await github(["allowed", "7"], variablesOf(made));
    made.close();
    return ended;
  };
  const body =
    "Allow-destroy: aws_rds_cluster.database_cluster\nAllow-destroy: aws_kms_key.encryption_key_key";
  expect((await allowed(body, "grace")).stdout).toBe(
    "aws_rds_cluster.database_cluster\naws_kms_key.encryption_key_key\n",
  );
  expect(await allowed(body, "ada")).toEqual({
    code: 0,
    stdout: "",
    stderr: [
      `Allow-destroy does not count yet. ${APPROVAL_RULE} Then run this workflow's failed jobs again. Found:`,
      "- ada is author of the pull request, last editor of its text, author of the newest commit, committer of the newest commit.",
      "- ada approves, but is author of the pull request, last editor of its text, author of the newest commit, committer of the newest commit.\n",
    ].join("\n"),
  });
  expect(await allowed(`> as I said\n${body}`, "grace")).toEqual({
    code: 0,
    stdout: "",
    stderr: expect.stringMatching(
      /^"Allow-destroy: aws_rds_cluster\.database_cluster" does not count, because it stands in a quotation\. .* Write the line as a paragraph of its own\.\n$/,
    ),
  });
  expect(await allowed("", "ada")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect((await allowed("Allow-destroy: *", "grace")).code).toBe(2);
});

it("writes what plans say and which failed, and keeps the issues about what was changed by hand", async () => {
  made = await MadeUpGithub.open({
    "GET issues/7/comments?per_page=100&page=1": [],
    "POST issues/7/comments": {},
    "GET issues?state=open&per_page=100&page=1": [],
    "POST issues": { number: 3 },
  });
  const folder = join(directory, "dev");
  mkdirSync(folder);
  writeFileSync(join(folder, "review.md"), `${planMarker("dev")}sha256:${"0a".repeat(32)} -->\n### found`);
  const byHand = { findings: ["a rule"], dangers: 1 };
  writeFileSync(
    join(folder, "review.json"),
    JSON.stringify({ verdict: "no changes", warnings: ["a rule"], byHand }),
  );
  const variables = { ...variablesOf(made), PULL_REQUEST_COMMIT: "beef", SUFFIXES: '["dev","prod"]' };
  expect(await github(["reviews", "7", directory], variables)).toMatchObject({ code: 0, stderr: "" });
  const bodies = made.asked.filter((it) => it.startsWith("POST issues/7/comments"));
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toContain(
    "### found\\n\\n<sub>commit `beef`, [run](https://github.com/example/payments/actions/runs/5), ",
  );
  expect(bodies[1]).toContain("### ❌ `prod`: the plan failed");

  // The list from the pull request's code is invalid: it is reported, and none of its entries is used.
  made.asked.length = 0;
  const misled = await github(["reviews", "7", directory], { ...variables, SUFFIXES: '["../x"]' });
  expect([misled.code, misled.stderr]).toEqual([2, expect.stringContaining("SUFFIXES: got something else")]);
  expect(made.asked.find((it) => it.startsWith("POST"))).toContain("### found");

  made.asked.length = 0;
  const drift = await github(["drift", directory], variables);
  expect([drift.code, drift.stderr]).toEqual([0, "dev: opened issue 3\nprod: opened issue 3\n"]);
  expect(made.asked.filter((it) => it.startsWith("POST"))).toEqual([
    expect.stringContaining("drift dev "),
    expect.stringContaining("nightly plan prod "),
  ]);

  // Every plan succeeded, so the plan of prod did not fail, but its review is missing.
  const succeeded = { ...variables, PLANNED: "success" };
  made.asked.length = 0;
  const lost = await github(["drift", directory], succeeded);
  expect([lost.code, lost.stderr, made.asked]).toEqual([
    1,
    "Error: prod: the plan succeeded, but its review is not among the workflow run's artifacts; no issue was changed. Run the failed jobs again.\n",
    [],
  ]);
  const told = await github(["reviews", "7", directory], succeeded);
  const problem = "the plan succeeded, but its review is not among the workflow run's artifacts";
  expect([told.code, told.stderr]).toEqual([
    1,
    `Error: not all plans have their comment:\nprod: ${problem}\n`,
  ]);
  const [dev, prod] = made.asked.filter((it) => it.startsWith("POST"));
  expect(dev).toContain("### found");
  expect(prod).toContain(`the review of the plan cannot be shown\\n\\nThe problem: ${problem}.`);
  made.close();
});

it("writes a preview's comment, finds no plan, and ends previews", async () => {
  made = await MadeUpGithub.open({
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

  const unlisted = await github(["reviewed"], variables);
  expect([unlisted.code, unlisted.stdout]).toEqual([2, "[]\n"]);
  expect(readFileSync(summary, "utf8")).toMatch(
    /^❌ `dev` is not deployed: GitHub lists no pull request whose merge into main made commit c0ffee: /,
  );

  writeFileSync(summary, "");
  const lost = await github(["reviewed"], { ...variables, GITHUB_SHA: "beef" });
  expect([lost.code, lost.stdout]).toEqual([1, "[]\n"]);
  expect(readFileSync(summary, "utf8")).toMatch(
    /^❌ `dev` is not deployed: GitHub answered 404 to GET commits\/beef\/pulls: /,
  );

  const previews = JSON.stringify([{ suffix: "pr-7", pullRequest: 7, expired: false }]);
  expect((await github(["ended"], variables, previews)).stdout).toBe('["pr-7"]\n');
  made.close();
});

it("says what is missing", async () => {
  expect(await github(["reviewed"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "GITHUB_SHA is not set: in a workflow's run, GitHub Actions or the workflow's file sets this variable\n",
  });
  expect((await github(["reviews", "0", "x"])).code).toBe(2);
  const nothing = await github(["ended"], { GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: "token" });
  expect([nothing.code, nothing.stderr]).toEqual([
    2,
    'standard input: got 0 characters that are not a list of previews, allowed: the output of "npm run --silent previews -- --json"\n',
  ]);
});
