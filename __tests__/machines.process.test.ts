import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shellFile } from "../src/rehearsal/shell-file";

const PROJECT = join(__dirname, "..");
const STACK = "cdktf.out/stacks/transaction-processing-x1/cdk.tf.json";

describe("a checkout whose path has spaces, quotes and a dollar sign, of a user without a home folder", () => {
  const scratch = mkdtempSync(join(tmpdir(), "machines-"));
  const checkout = join(scratch, `it's a "check out" of $HOME`);
  const env = {
    ...process.env,
    // Nothing can be read or written below a file, not by root either.
    HOME: join(scratch, "file", "home"),
    ENVIRONMENT_SUFFIX: "x1",
    STATE_BUCKET: "state",
    npm_config_cache: join(scratch, "npm"),
    npm_config_update_notifier: "false",
  };
  const run = (cwd: string, program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  beforeAll(() => {
    mkdirSync(checkout);
    for (const name of ["src", "environments", "main.ts", "package.json", ".npmrc", "cdktf.json"]) {
      cpSync(join(PROJECT, name), join(checkout, name), { recursive: true }); // a link's files would have the path of the project
    }
    symlinkSync(join(PROJECT, "node_modules"), join(checkout, "node_modules"));
    writeFileSync(join(scratch, "file"), "");
  });

  afterAll(() => rmSync(scratch, { recursive: true }));

  it("synthesizes the same as any other", () => {
    run(checkout, process.execPath, "--require", "./src/register.js", "main.ts");
    const elsewhere = join(scratch, "elsewhere");
    execFileSync(process.execPath, ["--require", "./src/register.js", "main.ts"], {
      cwd: PROJECT,
      env: { ...env, CDKTF_OUTDIR: elsewhere },
      stdio: "ignore",
    });
    const synthesized = readFileSync(join(checkout, STACK), "utf8");
    expect(synthesized).toBe(readFileSync(join(elsewhere, STACK.replace("cdktf.out/", "")), "utf8"));
  });

  it("has commands that run", () => {
    for (const command of ["plan", "logs"]) {
      const help = run(checkout, "npm", "run", "--silent", command, "--", "--help");
      expect(help).toContain(`Usage: npm run ${command} --`);
    }
  });
});

it("the file that npm start -- --keep writes leads a shell into a folder of any name", () => {
  const scratch = mkdtempSync(join(tmpdir(), "keep-"));
  const folder = join(scratch, `it's a "check out" of $HOME`);
  mkdirSync(folder);
  const file = join(folder, "env.sh");
  writeFileSync(file, shellFile(folder, { STATE_BUCKET: "state", TF_CLI_CONFIG_FILE: join(folder, "a.rc") }));
  const script = '. "$1" && pwd && printf "%s\\n" "$STATE_BUCKET" "$TF_CLI_CONFIG_FILE"';
  const said = execFileSync("sh", ["-c", script, "sh", file], { encoding: "utf8" });
  rmSync(scratch, { recursive: true });
  expect(said.split("\n")).toEqual([folder, "state", join(folder, "a.rc"), ""]);
});

it("TypeScript's types are stripped where neither the home folder nor the temporary folder can hold the program that does it", () => {
  const nowhere = join(__filename, "folder");
  const program = `console.log(require("./src/files/strip-types.js").stripTypes("let a: 1; // " + process.hrtime(), "a.ts"))`;
  const said = execFileSync(process.execPath, ["-e", program], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: nowhere, TMPDIR: nowhere },
    encoding: "utf8",
  });
  expect(said).toMatch(/^"use strict";\nlet a; \/\/ \d/);
});

it("no command asks Git, which refuses to work in a checkout that belongs to somebody else", () => {
  const sources = join(PROJECT, "src");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((it) =>
    /\.[cm]?[jt]s$/.test(it),
  );
  expect(files.length).toBeGreaterThan(400);
  const ask = files.filter((it) => /["'`]git["'` ]/.test(readFileSync(join(sources, it), "utf8")));
  expect(ask).toEqual(["tools/bench/against.ts"]); // a developer's, in a checkout of their own
});
