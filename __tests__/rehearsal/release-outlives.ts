import { spawnSync } from "node:child_process";
import type { Stage } from "./release-stage";
import { signal } from "./support";

const START = ["start", "--to", "green", "--yes"];
const MODIFY = "elasticloadbalancing:ModifyListener";

/** What dies, stands still or comes late while a release is under way. */
export function outlives(stage: () => Stage): void {
  it("its terminal closes, and what npm started is killed: it goes on to its end", async () => {
    const release = stage().startByNpm(...START, "--steps", "100");
    await release.said("guarded: ");
    release.kill("SIGTERM"); // of npm; what npm started may live on
    await release.end();
    await stage().reaches("settling");
    await stage().isAt(100);
    expect(await stage().document()).toMatchObject({ ended: "completed" });
  });

  it("the process that started it wakes after a rollback: nothing of it moves traffic", async () => {
    const release = stage().start(...START);
    await release.said("guarded: ");
    await stage().isAt(40);
    release.kill("SIGSTOP");
    const rollback = await stage().release("rollback");
    expect([rollback.code, rollback.output]).toEqual([0, expect.stringMatching(/^all traffic is on blue\n/)]);
    release.kill("SIGCONT");
    const { code, output } = await release.ended;
    expect([code, output]).toEqual([3, expect.stringContaining("\nrolled back: blue 100 %, green 0 %: ")]);
    await stage().reaches("idle");
    expect(await stage().aws.green()).toEqual({ live: 0, recorded: 0 });
    const nothing = await stage().release("rollback");
    expect([nothing.code, nothing.output]).toEqual([
      2,
      "no release is under way, so neither color is the stable one: name the color with --to\n",
    ]);
  });

  it("the controller is killed at the record, and again at the listener: the next ticks bring it to an end", async () => {
    await stage().begin("--steps", "40,60");
    await stage().isAt(40);
    for (const at of ["ssm:PutParameter", MODIFY]) {
      const { reached, reach } = signal();
      let swallowed = false;
      stage().functions.intercept = (action) => {
        if (swallowed || action !== at) return undefined;
        swallowed = true;
        reach();
        return new Promise(() => {});
      };
      await reached; // on the way to 60 %
      killFunctions(stage().account.emulator.pid);
    }
    const { ended, want } = await stage().reaches("settling");
    await stage().isAt(want);
    // A sandbox that starts on a busy machine may take five of its minutes, after which a step is given up.
    expect([
      ["completed", 60],
      ["rolled back", 0],
    ]).toContainEqual([ended, want]);
  });

  it("a call of the controller lands after rollback said that all traffic is on blue: it is undone", async () => {
    const { reached, reach } = signal();
    const { reached: released, reach: release } = signal();
    let held = false;
    stage().functions.intercept = (action) => {
      if (held || action !== MODIFY) return undefined;
      held = true;
      reach();
      return released;
    };
    const starting = stage().begin();
    await reached; // 40 % is on its way
    const rollback = await stage().release("rollback", "--to", "blue");
    expect([rollback.code, rollback.output]).toEqual([0, expect.stringMatching(/^all traffic is on blue\n/)]);
    await starting;
    release();
    await stage().until("the late call", async () => (await stage().aws.green()).live === 40);
    await stage().isAt(0);
    await stage().reaches("idle");
    await stage().until("told", ({ outbox }) => outbox.length === 0);
    const history = await stage().release("history", "--json", "--limit", "3");
    expect(JSON.parse(history.output)).toMatchObject([
      { action: "rolled back" },
      { action: "moved again", from: { blue: 60, green: 40 }, to: { blue: 100, green: 0 } },
      { action: "rolled back" },
    ]);
  });

  it("a call of the controller lands when the release is long over: it is undone", async () => {
    const { reached, reach } = signal();
    let held = false;
    stage().functions.intercept = (action) => {
      if (held || action !== MODIFY) return undefined;
      held = true;
      return reached;
    };
    await stage().begin("--steps", "40,60"); // the next tick moves it to 40 %
    const { ended } = await stage().reaches("idle");
    expect([ended, await stage().aws.green()]).toEqual(["completed", { live: 60, recorded: 60 }]);
    reach();
    await stage().until("the late call", async () => (await stage().aws.green()).live === 40);
    await stage().isAt(60);
  });
}

/** Kills every sandbox of the emulator, as a host that dies. */
export function killFunctions(emulator: number): void {
  const args = ["-P", String(emulator), "-f", "runner.cjs"];
  const pids = spawnSync("pgrep", args, { encoding: "utf8" }).stdout.split("\n").filter(Boolean).map(Number);
  for (const pid of pids) process.kill(pid, "SIGKILL");
}
