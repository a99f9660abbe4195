import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scripts } from "./workflow-files";

describe("ending an environment", () => {
  const step = (command: string) =>
    scripts.find(([name, script]) => name === "end" && script.includes(command))?.[1] ?? "";

  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "end-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /**
   * Runs a step's script in the same way as GitHub.
   * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
   */
  const endOf = (script: string, suffix: string, code: number) =>
    spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail"], {
      cwd: directory,
      input: `npm() { return ${code}; }\n${script}`,
      env: { ENVIRONMENT_SUFFIX: suffix, GITHUB_STEP_SUMMARY: "/dev/null" },
    }).status;

  it.each([
    ["dev", 0, "nothing is left", 0],
    ["dev", 3, "something is left", 3],
    ["dev", 4, "never seen", 4],
    ["pr-7", 4, "never seen", 0],
    ["pr-7", 3, "something is left", 3],
    ["pr-7", 1, "failed", 1],
    ["pr-7", 5, "still deployed: destroy failed", 5],
    ["dev", 2, "locked: destroy was killed", 2],
  ])("of %s, after exit code %i of sweep (%s) ends with %i", (suffix, code, _meaning, expected) => {
    expect(endOf(step("sweep"), suffix, code)).toBe(expected);
  });
});

it.each([
  ["success", "`pr-7` runs abc: https://example.com"],
  ["failure", "`pr-7` has a problem with abc, which the workflow's log names: https://example.com"],
])("a preview's comment after a deploy with %s", (outcome, says) => {
  const [, script = ""] = scripts.find(([, it]) => it.includes("application_url")) ?? [];
  const { stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail"], {
    input: `npm() { printf '%s' "\${@: -1}"; }\njq() { printf https://example.com; }\n${script}`,
    env: { DEPLOYED: outcome, ENVIRONMENT_SUFFIX: "pr-7", HEAD: "abc", PULL_REQUEST: "7" },
  });
  expect(String(stdout)).toBe(says);
});

describe("a plan's exit code", () => {
  const script = (file: string) =>
    scripts.find(([name, text]) => name === file && text.includes("npm run plan"))?.[1] ?? "exit 99";
  const endOf = (file: string, code: number) =>
    spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail"], {
      input: `npm() { case "$*" in "run plan"*) return ${code} ;; esac; }\njq() { printf changes; }\n${script(file)}`,
      env: { ENVIRONMENT_SUFFIX: "dev", GITHUB_OUTPUT: "/dev/null", PULL_REQUEST: "7" },
    }).status;

  it.each(["plan.yml", "drift.yml"])("of %s goes on after a review, and ends the job without one", (file) => {
    expect([0, 2, 3, 4].map((code) => endOf(file, code))).toEqual([0, 0, 0, 0]);
    expect([1, 130].map((code) => endOf(file, code))).toEqual([1, 130]);
  });
});

describe("deploying several environments", () => {
  const script = (words: string) =>
    scripts.find(([name, text]) => name === "deploy.yml" && text.includes(words))?.[1] ?? "exit 99";
  const PLANS = '[{"suffix":"dev","run":1},{"suffix":"prod","run":1}]';
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "deploy-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** The exit code and the outputs of the step. */
  const endOf = (words: string, variables: NodeJS.ProcessEnv, npm = "return 99") => {
    const output = join(directory, "output");
    writeFileSync(output, "");
    const { status } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail"], {
      cwd: directory,
      input: `npm() { ${npm}; }\n${script(words)}`,
      env: { PATH: process.env.PATH, GITHUB_OUTPUT: output, ...variables },
    });
    return [status, readFileSync(output, "utf8")];
  };

  it.each([
    [0, '[{"suffix":"dev"}]'],
    [2, '[{"suffix":"dev"}]'],
    [2, "[]"],
    [1, ""],
  ])("ends with %i, and hands on the plans that are not refused: %s", (code, plans) => {
    expect(endOf("github -- reviewed", {}, `printf '%s' '${plans}'; return ${code}`)).toEqual([
      code,
      `plans=${plans}\n`,
    ]);
  });

  it("does not say that a review passed that did not", () => {
    const variables = { ENVIRONMENT_SUFFIX: "dev", DIGEST: "x" };
    expect(endOf("npm run review", variables, "return 3")[0]).toBe(3);
    expect(() => readFileSync(join(directory, "passed", "dev"))).toThrow("ENOENT");
    expect(endOf("npm run review", variables, "return 0")[0]).toBe(0);
    expect(readFileSync(join(directory, "passed", "dev"), "utf8")).toBe("");
  });

  it.each([
    [["dev", "prod"], '[{"suffix":"dev","run":1},{"suffix":"prod","run":1}]'],
    [["prod"], '[{"suffix":"prod","run":1}]'],
    [["pro", "prod2"], "[]"],
    [[], "[]"],
  ])("asks for the approval of those whose review passed: %j", (passed, plans) => {
    if (passed.length > 0) mkdirSync(join(directory, "passed"));
    for (const suffix of passed) writeFileSync(join(directory, "passed", suffix), "");
    expect(endOf("ls passed", { PLANS, REVIEW: "failure" })).toEqual([0, `plans=${plans}\n`]);
  });

  it.each([
    [["dev", "prod"], 0, `plans=${PLANS}\n`],
    [["prod"], 1, ""],
    [[], 1, ""],
  ])("is red where every review passed, and the list of them is not whole: %j", (passed, code, output) => {
    mkdirSync(join(directory, "passed"));
    for (const suffix of passed) writeFileSync(join(directory, "passed", suffix), "");
    expect(endOf("ls passed", { PLANS, REVIEW: "success" })).toEqual([code, output]);
  });
});

it.each(scripts)("bash can read the script in %s: %j", (_name, script) => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: script });
  expect([status, String(stderr)]).toEqual([0, ""]);
});
