import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const SOURCES = join(__dirname, "../../src");
const SAID = "interrupted: stopping in an orderly way; Ctrl-C again stops at once\n";
const ONE_KEY = 500; // milliseconds in which two SIGINT are one Ctrl-C

/** Starts a program that listens, and says "ready" on its standard output. */
async function start(work: string) {
  const program = `
    const { interruption } = require(${JSON.stringify(join(SOURCES, "terminal/interruption.ts"))});
    const { end } = require(${JSON.stringify(join(SOURCES, "commands/end.ts"))});
    const { setTimeout: sleep } = require("node:timers/promises");
    const { signal, leaves } = interruption();
    const ready = () => console.log("ready");
    (async () => { ${work} })().catch(end);`;
  const child = spawn(process.execPath, ["--require", join(SOURCES, "register.js"), "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr?.on("data", (text) => {
    output.stderr += text;
  });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return { child, output };
}

async function ended({ child, output }: { child: ChildProcess; output: object }) {
  const [code] = await once(child, "close");
  return { code, ...output };
}

describe("an interruption", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "by %s is said once, and ends the work in order",
    async (name) => {
      const started = await start(`
      ready();
      await sleep(20_000, undefined, { signal }).catch(() => {});
      console.log(signal.reason.name, signal.reason.message, interruption().signal === signal);
      signal.throwIfAborted();`);
      started.child.kill(name);
      expect(await ended(started)).toEqual({
        code: 130,
        stdout: `ready\nInterruptedError interrupted by ${name} true\n`,
        stderr: SAID,
      });
    },
  );

  it("is kept when it comes before the work that looks at it", async () => {
    const started = await start(`
      ready();
      await sleep(300);
      signal.throwIfAborted();
      console.log("worked");`);
    started.child.kill("SIGINT");
    expect(await ended(started)).toEqual({ code: 130, stdout: "ready\n", stderr: SAID });
  });

  it("is kept while the process is too busy to hear of it, and npm's copy of it is no second one", async () => {
    const started = await start(`
      ready();
      signal.addEventListener("abort", () => { const until = Date.now() + 1000; while (Date.now() < until); });
      await sleep(2500);
      console.log("in order");
      signal.throwIfAborted();`);
    started.child.kill("SIGINT");
    await sleep(200);
    started.child.kill("SIGINT");
    expect(await ended(started)).toEqual({ code: 130, stdout: "ready\nin order\n", stderr: SAID });
  });

  it("that comes twice ends the process at once, and says what it leaves behind", async () => {
    const started = await start(`
      leaves("nothing of importance");
      ready();
      leaves("the lock of dev is left: npm run release -- unlock");
      await sleep(20_000);`);
    started.child.kill("SIGTERM");
    await sleep(ONE_KEY + 200);
    started.child.kill("SIGINT");
    expect(await ended(started)).toEqual({
      code: 130,
      stdout: "ready\n",
      stderr: `${SAID}the lock of dev is left: npm run release -- unlock\n`,
    });
  });

  it.each(["SIGTERM", "SIGHUP"] as const)("that is followed by %s still ends in order", async (second) => {
    const started = await start(`
      ready();
      await sleep(1500);
      console.log("in order");
      signal.throwIfAborted();`);
    started.child.kill("SIGINT");
    await sleep(ONE_KEY + 200);
    started.child.kill(second);
    expect(await ended(started)).toEqual({ code: 130, stdout: "ready\nin order\n", stderr: SAID });
  });

  it("that took the reader of the output along does not end what is ended in order", async () => {
    const started = await start(`
      ready();
      await sleep(20_000, undefined, { signal }).catch(() => {});
      console.log("to nobody"); console.error("to nobody");
      await sleep(100);
      process.exitCode = 42;`);
    started.child.stdout?.destroy();
    started.child.stderr?.destroy();
    started.child.kill("SIGHUP");
    expect((await ended(started)).code).toBe(42);
  });
});

it("goes on where the disk of its log is full", async () => {
  const program = `
    require(${JSON.stringify(join(SOURCES, "terminal/interruption.ts"))}).interruption();
    console.log("to a full disk");
    setTimeout(() => process.stderr.write("went on"), 100);`;
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, ["--require", join(SOURCES, "register.js"), "-e", program], {
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  const output = { stdout: "", stderr: "" };
  child.stderr?.on("data", (text) => {
    output.stderr += text;
  });
  expect(await ended({ child, output })).toEqual({ code: 0, stdout: "", stderr: "went on" });
});

it("cannot be suspended: it would write no sign of life", async () => {
  const started = await start("ready(); await sleep(400); console.log('went on');");
  started.child.kill("SIGTSTP");
  expect(await ended(started)).toEqual({
    code: 0,
    stdout: "ready\nwent on\n",
    stderr: "this command cannot be suspended; Ctrl-C stops it in an orderly way\n",
  });
});
