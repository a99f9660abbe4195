import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { ACCOUNT } from "../support/account";

const start = process.cwd();
const directory = mkdtempSync(join(tmpdir(), "account-main-"));
const { exitCode } = process;

beforeAll(() => {
  process.chdir(directory);
  writeFileSync("right.json", JSON.stringify(ACCOUNT));
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks();
});
afterAll(() => {
  process.chdir(start);
  rmSync(directory, { recursive: true });
});

/** Runs the program, with `synth` in place of what writes files. @returns what it prints, and its exit code */
function run(environment: { ACCOUNT_FILE?: string; STATE_BUCKET?: string }, synth = () => {}) {
  delete process.env.ACCOUNT_FILE;
  delete process.env.STATE_BUCKET;
  Object.assign(process.env, environment);
  const synthesized = jest.spyOn(App.prototype, "synth").mockImplementation(synth);
  const printed = jest.spyOn(console, "error").mockImplementation(() => {});
  jest.resetModules();
  require("../../src/account/main");
  return [synthesized.mock.calls.length, printed.mock.calls.flat().join(), process.exitCode];
}

it("synthesizes the account of ACCOUNT_FILE", () => {
  expect(run({ ACCOUNT_FILE: "right.json", STATE_BUCKET: "state" })).toEqual([1, "", exitCode]);
});

it.each([
  ["account.json in (file)", {}],
  ["other.json in (file)", { ACCOUNT_FILE: "other.json", STATE_BUCKET: "state" }],
  ["the environment variables in STATE_BUCKET", { ACCOUNT_FILE: "right.json" }],
])("prints what is refused, and exits with 1: %s", (where, environment) => {
  const [source, field] = where.split(" in ");
  expect(run(environment)).toEqual([
    0,
    expect.stringContaining(`1 problem in ${source}\n  ${field}: got `),
    1,
  ]);
});

it("throws every other error", () => {
  const broken = () => {
    throw new Error("no space left on device");
  };
  expect(() => run({ ACCOUNT_FILE: "right.json", STATE_BUCKET: "state" }, broken)).toThrow("no space left");
});
