import type { Stage } from "./release-stage";
import { signal } from "./support";

const MODIFY = "elasticloadbalancing:ModifyListener";
const START = ["start", "--to", "green", "--steps", "40,100", "--poll", "1s", "--yes"];
const LONG = [...START, "--bake", "10m"];
const AT_40 = "moved: blue 60 %, green 40 %";

/** Releases under way: what others ask of them, who may have the environment, and what a crash leaves. */
export function inFlight(stage: () => Stage): void {
  /** Kills a release when it has recorded green 40 and has not moved the listener. */
  async function crash(): Promise<void> {
    const { reached, reach } = signal();
    stage().proxy.intercept = (action) => {
      if (action !== MODIFY) return undefined;
      reach();
      return new Promise(() => {});
    };
    const release = stage().start(...START, "--bake", "1s");
    await reached;
    release.kill("SIGKILL");
    expect((await release.ended).code).toBeNull();
    stage().proxy.intercept = () => undefined;
    expect(await stage().green()).toEqual({ live: 20, recorded: 40 });
  }

  it("killed between record and listener, it is resumed by somebody else, once it is silent", async () => {
    await crash();
    const refused = await stage().release(...START, "--bake", "1s");
    expect(refused.code).toBe(2);
    expect(refused.output).toMatch(
      /\n {2}NO +nobody deploys or releases +a release is under way: arn:aws:\S+ on /,
    );
    await stage().untilStale();
    const { code, output } = await stage().release("resume", "--poll", "1s", "--yes");
    expect([code, output.match(/moved: .*/g)]).toEqual([0, [AT_40, "moved: blue 0 %, green 100 %"]]);
    expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
    expect(await stage().lock()).toBeUndefined();
  });

  it("killed between record and listener, it is rolled back at once", async () => {
    await crash();
    const { code, output } = await stage().release("rollback");
    expect([code, output]).toEqual([0, "all traffic is on blue\n"]);
    expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
    expect(await stage().lock()).toBeUndefined();
  });

  it("killed, its lock can be freed, with a warning, once it is silent", async () => {
    await crash();
    const lively = await stage().release("unlock", "--yes");
    expect([lively.code, lively.output]).toEqual([
      2,
      expect.stringMatching(/^a release is alive: arn:aws:\S+ on \S+ since \S+, last heard of \d+ s ago; /),
    ]);
    expect(await stage().lock()).toBeDefined();
    await stage().untilStale();
    const dead = await stage().release("unlock", "--yes");
    expect(dead.code).toBe(0);
    expect(dead.output).toMatch(
      /^a release is under way: .* or after a crash free it with "npm run release -- unlock"\nwarning: make sure that it is dead: .*\nfreed\n$/,
    );
    expect(await stage().lock()).toBeUndefined();
    const nobody = await stage().release("unlock", "--yes");
    expect([nobody.code, nobody.output]).toEqual([0, "nobody holds the lock\n"]);
  });

  it("one of two that start at the same moment gets the environment; the other names it", async () => {
    const { reached, reach } = signal();
    let waiting = 0;
    stage().proxy.intercept = (action) => {
      if (action !== "s3:PutObject" || waiting === 2) return undefined;
      waiting += 1;
      if (waiting === 2) reach(); // both passed their preflight and are about to write the lock
      return reached;
    };
    const starts = ["--to", "--to"].map(() => stage().release(...START, "--bake", "1s"));
    const [winner, loser] = (await Promise.all(starts)).sort((a, b) => (a.code ?? 9) - (b.code ?? 9));
    expect([winner?.code, loser?.code]).toEqual([0, 2]);
    expect(loser?.output).toMatch(
      /\na release is under way: arn:aws:\S+ on \S+ since \S+, last heard of \d s ago; /,
    );
    expect(loser?.output).not.toContain("moved: ");
    expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
  });

  it("a rollback takes it over: all traffic is on stable, and who started it stops", async () => {
    const release = stage().start(...LONG);
    await release.said(AT_40);
    const rollback = await stage().release("rollback");
    const { code, output } = await release.ended;
    expect([rollback.code, rollback.output]).toEqual([0, "all traffic is on blue\n"]);
    expect(code).toBe(4);
    expect(output).toMatch(
      /\nstopped where it is: (the lock was freed by somebody else|arn:aws:\S+ on \S+ took over)\n$/,
    );
    expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
    expect(await stage().lock()).toBeUndefined();
    const nothing = await stage().release("rollback");
    expect([nothing.code, nothing.output]).toEqual([
      2,
      "no release is under way, so no color is stable: say which one with --to\n",
    ]);
  });

  it("paused it stays where it is, resumed it goes on", async () => {
    const release = stage().start(...START, "--bake", "10s"); // time to pause in, on a busy machine
    await release.said(AT_40);
    const paused = await stage().release("pause");
    expect(paused.output).toMatch(/^asked arn:aws:\S+ on \S+: paused\n$/);
    await release.said("green 40 %, 2 healthy: paused");
    await new Promise((resolve) => setTimeout(resolve, 12_000)); // longer than the step's time
    expect(await stage().green()).toEqual({ live: 40, recorded: 40 });
    const status = await stage().release("status");
    expect(status.output).toMatch(/\nrelease by arn:aws:\S+ on \S+ since \S+, last heard of \d s ago\n/);
    expect(status.output).toContain("\n  green at step 1 of 2 (40, 100 %): 40 %, paused\n");
    const resumed = await stage().release("resume");
    expect([resumed.code, resumed.output]).toEqual([
      0,
      expect.stringContaining("it is alive, and has heard\n"),
    ]);
    expect((await release.ended).code).toBe(0);
    expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
  });

  it("promoted it goes straight to 100", async () => {
    const release = stage().start(
      "start",
      "--to",
      "green",
      "--steps",
      "40,60,80",
      "--bake",
      "5s",
      "--poll",
      "1s",
      "--yes",
    );
    await release.said(AT_40);
    const promote = await stage().release("promote");
    expect([promote.code, promote.output]).toEqual([
      0,
      expect.stringContaining("it is alive, and has heard\n"),
    ]);
    const { code, output } = await release.ended;
    expect([code, output.match(/moved: .*/g)]).toEqual([0, [AT_40, "moved: blue 0 %, green 100 %"]]);
    expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
  });

  it("what has no release to talk to, or may not move in its place, is refused", async () => {
    for (const command of ["pause", "resume", "promote"]) {
      const { code, output } = await stage().release(command);
      expect([command, code, output]).toEqual([command, 2, "no release is under way\n"]);
    }
    const release = stage().start(...LONG);
    await release.said(AT_40);
    const set = await stage().release("set", "--green", "70", "--yes");
    expect(set.code).toBe(2);
    expect(set.output).toMatch(/^a release is under way: /);
    const { code, output } = await stage().change("deploy").ended;
    expect([code, output]).toEqual([
      2,
      expect.stringMatching(/^a release is under way: arn:aws:\S+ on \S+ since /),
    ]);
    expect(await stage().green()).toEqual({ live: 40, recorded: 40 });
  });
}
