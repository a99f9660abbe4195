import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pty } from "../support/pty";

const SOURCES = join(__dirname, "../../src");
const program = (...words: string[]) => [
  "--require",
  join(SOURCES, "register.js"),
  join(SOURCES, "commands/init.ts"),
  ...words,
];
const OPTIONS = [
  "--account",
  "123456789012",
  "--domain",
  "payments.example.com",
  "--zone",
  "Z0123456789ABCDEFGHIJ",
  "--subscribers",
  "on-call@example.com",
];

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "init-test-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (...words: string[]) => spawnSync(process.execPath, program(...words), { cwd, encoding: "utf8" });
const file = () => join(cwd, "environments/prod.json");

it("a production environment is written by options, synthesizes as main.ts does it, and is not written twice", () => {
  const { status, stdout } = run("prod", ...OPTIONS);
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining("written environments/prod.json: the environment synthesizes"),
  ]);
  const env = {
    ...process.env,
    ENVIRONMENT_SUFFIX: "prod",
    STATE_BUCKET: "state",
    CDKTF_OUTDIR: join(cwd, "out"),
  };
  const main = ["--require", join(SOURCES, "register.js"), join(SOURCES, "../main.ts")];
  expect(spawnSync(process.execPath, main, { cwd, env, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  const written = readFileSync(file(), "utf8");
  expect(run("prod", ...OPTIONS, "--profile", "ephemeral")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("environments/prod.json exists already"),
  });
  expect(readFileSync(file(), "utf8")).toBe(written);
});

it("an environment is written by answers", async () => {
  const pty = new Pty(process.execPath, program("prod"), { cwd });
  for (const [question, answer] of [
    ["profile: ", "\r"],
    ["account: ", "12\r"],
    ["account: ", "123456789012\r"],
    ["domain: ", "payments.example.com\r"],
    ["zone: ", "Z0123456789ABCDEFGHIJ\r"],
    ["subscribers: ", "on-call@example.com\r"],
    ["blue-image: ", "\r"],
    ["green-image: ", "\r"],
  ] as const) {
    await pty.until(question);
    pty.write(answer);
  }
  await pty.until("written environments/prod.json");
  expect((await pty.ended()).code).toBe(0);
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({
    $schema: "./environment.schema.json",
    profile: "production",
    accountId: "123456789012",
    https: { domainName: "payments.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
    monitoring: { subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
  });
});

it.each([
  ["\u0003", 130],
  ["\u0004", 2],
])("%j while it asks ends it, and nothing is written", async (key, code) => {
  const pty = new Pty(process.execPath, program("prod"), { cwd });
  await pty.until("profile: ");
  pty.write(key);
  expect((await pty.ended()).code).toBe(code);
  expect(existsSync(file())).toBe(false);
});

it.each([
  [["prod", "--account", "12"], '--account: got "12", allowed: twelve digits'],
  [["Prod", ...OPTIONS], "allowed: 1 to"],
  [[], "missing required argument 'suffix'"],
])("init %j without a terminal is refused, and nothing is written", (words, said) => {
  expect(run(...words)).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(said) });
  expect(existsSync(file())).toBe(false);
});
