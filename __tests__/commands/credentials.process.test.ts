import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  WITH_CREDENTIALS,
  WITHOUT_CREDENTIALS,
  withoutCredentialsForHelp,
  withoutCredentialsForReadme,
} from "../../src/commands/credentials";
import { runWithoutAccount } from "../support/without-account";

const read = (file: string) => readFileSync(join(__dirname, "../..", file), "utf8");

/** What the AWS SDK says where it finds no credentials: in a file, a variable, or of the machine. */
const ASKS_FOR_CREDENTIALS = /Could not load credentials|CredentialsProviderError|not signed in/;

const folder = mkdtempSync(join(tmpdir(), "credentials-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("each command", () => {
  it("needs AWS credentials or does not", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = Object.keys(scripts).filter((name) => scripts[name]?.includes(" src/commands/"));
    expect([...WITH_CREDENTIALS, ...WITHOUT_CREDENTIALS].sort()).toEqual(commands.sort());
  });

  it("that needs none is named by README and by help", () => {
    expect(read("README.md").split("\n")).toContain(withoutCredentialsForReadme());
    expect(read("help")).toContain(withoutCredentialsForHelp().join("\n"));
  });
});

const DEV = ["--suffix", "dev"];

/** Arguments with which a command gets as far as it does by itself. `account` and `apply` need an account file and a saved plan before. */
const ARGUMENTS: Readonly<
  Record<Exclude<(typeof WITH_CREDENTIALS)[number], "account" | "apply">, readonly string[]>
> = {
  bootstrap: [],
  plan: DEV,
  deploy: [...DEV, "--auto-approve"],
  destroy: [...DEV, "--auto-approve"],
  migrate: DEV,
  verify: DEV,
  status: DEV,
  logs: ["blue", ...DEV],
  open: ["app", ...DEV],
  release: ["status", ...DEV],
  failover: DEV,
  restore: ["--from", "dev", "--to", "other", "--at", "2026-11-26T10:00Z", "--auto-approve"],
  drill: ["--from", "dev", "--auto-approve"],
  sweep: DEV,
  previews: [],
};

it.each(Object.entries(ARGUMENTS))("npm run %s asks for credentials where there are none", (name, args) => {
  const { status, stdout, stderr } = runWithoutAccount(name, ...args);
  expect(stdout + stderr).toMatch(ASKS_FOR_CREDENTIALS);
  expect(status).not.toBe(0);
});

it.each<[name: (typeof WITHOUT_CREDENTIALS)[number], args: string[]]>([
  ["doctor", ["--suffix", "dev"]],
  ["compliance", []],
  ["github", ["environments"]],
  ["picture", ["--out", folder]],
])("npm run %s does its work without any", (name, args) => {
  const { status, stderr } = runWithoutAccount(name, ...args);
  expect([status, stderr]).toEqual([0, expect.not.stringMatching(ASKS_FOR_CREDENTIALS)]);
});

it.each<[name: (typeof WITHOUT_CREDENTIALS)[number], args: string[]]>([
  ["init", ["prod"]],
  ["review", ["--plan", folder, "--digest", `sha256:${"0".repeat(64)}`]],
])("npm run %s refuses what is wrong without any", (name, args) => {
  const { status, stdout, stderr } = runWithoutAccount(name, ...args);
  expect(status).not.toBe(0);
  expect(stdout + stderr).not.toMatch(ASKS_FOR_CREDENTIALS);
});
