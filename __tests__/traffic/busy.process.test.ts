import { type ChildProcess, spawn } from "node:child_process";
import { cpus } from "node:os";
import { crowding } from "../../src/rehearsal/busy";

const MILLISECONDS = 1000;

const busy: ChildProcess[] = [];
afterEach(() => {
  for (const child of busy.splice(0)) child.kill("SIGKILL");
});

it("notices that other programs want the processors", async () => {
  for (const _ of [...cpus(), ...cpus()])
    busy.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
  await new Promise((resolve) => setTimeout(resolve, MILLISECONDS)); // until they are loaded
  expect(await crowding(MILLISECONDS)).toBeGreaterThan(1.5);
});
