import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, PutQueryDefinitionCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EmulatorGapError } from "../../src/rehearsal/emulator";
import { emulatedEvents } from "./emulated-events";
import { alive, EmulatedFunction } from "./emulated-function";
import { emulatedFunctions } from "./emulated-functions";
import { Account, MINUTES, signal } from "./support";

jest.setTimeout(MINUTES); // on a busy machine

const PROJECT = resolve(__dirname, "../..");

describe("the emulator", () => {
  it(
    "refuses an action that it does not have at once, and ends the rehearsal with its name",
    async () => {
      const account = await Account.open("gap");
      const workspace = await account.environment("gap");
      const { reached, reach } = signal();
      const deployed = workspace.deploy({ onProgress: ({ done }) => done >= 5 && reach() });
      const failed = expect(deployed).rejects.toThrow(EmulatorGapError);
      await reached;

      const logs = new CloudWatchLogsClient(account.emulator.client);
      const asked = logs.send(new PutQueryDefinitionCommand({ name: "n", queryString: "q" }));
      await expect(asked).rejects.toMatchObject({ $metadata: { httpStatusCode: 400, attempts: 1 } });

      await failed;
      expect(account.emulator.gap.reason.action).toBe("logs:PutQueryDefinition");
      await account.close();
    },
    3 * MINUTES,
  );

  it(
    "does not outlive a parent that is killed, and leaves no compiled files in src/",
    async () => {
      const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
      const isCompiled = () => existsSync(join(PROJECT, "src/rehearsal/moto-shim/__pycache__"));
      const wasCompiled = isCompiled(); // in a folder in which an earlier version of this project ran
      const script = `
        const { startEmulator } = require(${JSON.stringify(join(PROJECT, "src/rehearsal/emulator.ts"))});
        const { ensureToolchain } = require(${JSON.stringify(join(PROJECT, "src/rehearsal/toolchain.ts"))});
        ensureToolchain({ directory: ${JSON.stringify(join(PROJECT, ".toolchain"))}, env: process.env })
          .then(({ motoServer }) => startEmulator({ motoServer, env: process.env, logFile: "/dev/null" }))
          .then(({ endpoint }) => console.log(endpoint));`;
      const register = join(PROJECT, "src/register.js");
      const parent = spawn(process.execPath, ["--require", register, "--eval", script], {
        env,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const endpoint = await new Promise<string>((found) =>
        createInterface({ input: parent.stdout }).once("line", found),
      );
      expect((await fetch(endpoint)).ok).toBe(true);
      parent.kill("SIGKILL");
      await sleep(1000);
      await expect(fetch(endpoint)).rejects.toThrow("fetch failed");
      expect(isCompiled()).toBe(wasCompiled);
    },
    3 * MINUTES,
  );
});

describe("Lambda functions in the emulator", () => {
  let fn: EmulatedFunction;
  beforeAll(async () => {
    fn = await EmulatedFunction.open();
  });
  afterAll(() => fn.emulator.stop());

  emulatedFunctions(() => fn);
  emulatedEvents(() => fn);

  it("end with the emulator", async () => {
    const { pid } = (await fn.call({})).payload;
    expect(alive(pid)).toBe(true);
    await fn.emulator.stop();
    expect(alive(pid)).toBe(false);
  });
});
