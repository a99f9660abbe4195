import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { Pty } from "../support/pty";

const SOURCES = join(__dirname, "../../src");

/** Asks, says what came of it, and goes on for a moment, so that it is seen whether keys are dead. */
const program = (asks: string) => [
  "--require",
  join(SOURCES, "register.js"),
  "-e",
  `const { confirm, confirmByTyping } = require(${JSON.stringify(join(SOURCES, "terminal/confirm.ts"))});
   const { interruption } = require(${JSON.stringify(join(SOURCES, "terminal/interruption.ts"))});
   const { end } = require(${JSON.stringify(join(SOURCES, "commands/end.ts"))});
   (async () => { ${asks}; console.log("done"); })().catch(end);`,
];
const YES_OR_NO = 'await confirm({ yes: false }, "destroy dev")';
const TYPING = 'await confirmByTyping("dev", "destroy dev")';
const SAID = "interrupted: stopping in an orderly way; Ctrl-C again stops at once";

const { SIGINT } = constants.signals;
const folder = mkdtempSync(join(tmpdir(), "confirm-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (asks: string) => new Pty(process.execPath, program(asks));

async function answered(asks: string, keys: string, question: string) {
  const pty = at(asks);
  await pty.until(question);
  pty.write(keys);
  const { code } = await pty.ended();
  return [code, ...pty.lines.slice(1)];
}

describe("what was typed before a question", () => {
  const LATER = 'console.error("thinking"); await new Promise((done) => setTimeout(done, 600))';

  it.concurrent.each([
    ["y\r", YES_OR_NO, "destroy dev? [y/N] "],
    ["y", YES_OR_NO, "destroy dev? [y/N] "], // and half a line
    ["yes\ry\ry\r", YES_OR_NO, "destroy dev? [y/N] "],
    ["dev\r", TYPING, 'Type "dev" to go on: '],
    ["dev", TYPING, 'Type "dev" to go on: '],
  ])("is no answer: %j", async (keys, asks, question) => {
    const pty = at(`${LATER}; ${asks}`);
    await pty.until("thinking");
    pty.write(keys);
    await pty.until(question);
    pty.write("\r");
    await pty.until("answered no: did not destroy dev");
    expect((await pty.ended()).code).toBe(2);
  });

  it("is answered anew", async () => {
    const pty = at(`${LATER}; ${TYPING}`);
    await pty.until("thinking");
    pty.write("something");
    await pty.until('Type "dev" to go on: ');
    pty.write("dev\r");
    await pty.until("done");
    expect((await pty.ended()).code).toBe(0);
  });
});

describe("a question at the terminal", () => {
  it.concurrent.each([
    ["y\r", [0, "done"]],
    ["YES\r", [0, "done"]],
    ["\r", [2, "answered no: did not destroy dev"]],
    ["yesterday\r", [2, "answered no: did not destroy dev"]],
    ["n\u007fy\r", [0, "done"]], // backspace
    ["\u0004", [2, "answered no: did not destroy dev"]], // Ctrl-D
  ])("that is answered with %j ends with %j", async (keys, end) => {
    expect(await answered(YES_OR_NO, keys, "destroy dev? [y/N] ")).toEqual(end);
  });

  it.concurrent.each([
    ["dev\r", [0, "done"]],
    ["\r", [2, "answered no: did not destroy dev"]],
    ["\u0004", [2, "answered no: did not destroy dev"]],
    ["y\r", [2, 'got "y", not "dev": did not destroy dev']],
    ["Dev\r", [2, 'got "Dev", not "dev": did not destroy dev']],
    ["dev \r", [2, 'got "dev ", not "dev": did not destroy dev']],
  ])("that wants a word, and gets %j, ends with %j", async (keys, end) => {
    expect(await answered(TYPING, keys, 'destroy dev? Type "dev" to go on: ')).toEqual(end);
  });

  it.concurrent.each([YES_OR_NO, TYPING])("is ended by Ctrl-C: %s", async (asks) => {
    expect(await answered(asks, "de\u0003", "destroy dev?")).toEqual([130, SAID]);
  });

  it.concurrent.each(["SIGTERM", "SIGHUP"] as const)("is ended by %s", async (name) => {
    const pty = at(YES_OR_NO);
    await pty.until("[y/N] ");
    pty.signal(name);
    expect((await pty.ended()).code).toBe(130);
    expect(pty.lines).toEqual(["destroy dev? [y/N]", SAID]);
  });

  it("is interrupted, and not answered with no, when the terminal's window is closed", async () => {
    const file = join(folder, "ended");
    const pty = at(`
      process.on("exit", (code) => require("node:fs").writeFileSync(${JSON.stringify(file)}, String(code)));
      ${YES_OR_NO}`);
    await pty.until("[y/N] ");
    pty.hangUp();
    await pty.ended(); // Node.js 20 aborts later on, at the terminal that is gone: nodejs/node#58200
    expect(readFileSync(file, "utf8")).toBe("130");
  });

  it("is not asked after an interruption", async () => {
    const pty = at(`
      interruption();
      console.log("works");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await confirm({ yes: true }, "destroy dev")`);
    await pty.until("works");
    pty.write("\u0003");
    expect((await pty.ended()).code).toBe(130);
    expect(pty.lines).toEqual(["works", `^C`, SAID]);
  });

  it("leaves the keys to what comes after it", async () => {
    const pty = at(`
      ${YES_OR_NO};
      ${TYPING};
      console.log(require("node:child_process").execFileSync("sh", ["-c", "read line; echo read $line"],
        { stdio: ["inherit", "pipe", "inherit"], encoding: "utf8" }))`);
    await pty.until("[y/N] ");
    pty.write("y\r");
    await pty.until("to go on: ");
    pty.write("dev\r");
    pty.write("key\r");
    await pty.until("read key");
    expect((await pty.ended()).code).toBe(0);
  });

  it.each(["sh", "bash"])("is interrupted by one Ctrl-C under npm and %s", async (shell) => {
    const asks = `
      try { ${YES_OR_NO} } finally {
        await new Promise((resolve) => setTimeout(resolve, 200));
        console.log("in order");
      }`;
    writeFileSync(join(folder, "ask.js"), program(asks)[3] ?? "");
    const ask = `node --require ${join(SOURCES, "register.js")} ask.js`;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { ask } }));
    const pty = new Pty("npm", ["run", "--silent", `--script-shell=${shell}`, "ask"], { cwd: folder });
    await pty.until("[y/N] ");
    pty.write("\u0003");
    // Where the shell between died of it, npm does as well, which a person's shell calls 130.
    expect([130, -SIGINT]).toContain((await pty.ended()).code);
    expect(pty.lines).toEqual(["destroy dev? [y/N] ^C", SAID, "in order"]);
  });

  it.each([
    [YES_OR_NO, "did not destroy dev: there is no terminal for the confirmation; confirm with --yes\n"],
    [
      TYPING,
      'did not destroy dev: there is no terminal in which to type "dev"; run this command in a terminal\n',
    ],
  ])("is refused where there is none: %s", (asks, stderr) => {
    const ended = spawnSync(process.execPath, program(asks), { input: "y\ndev\n", encoding: "utf8" });
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr });
  });
});
