import type { Stage } from "./release-stage";

const START = ["start", "--to", "green", "--yes"];

/** Traffic goes to no color that could not answer. */
export function targets(stage: () => Stage): void {
  it("rollback to a color without targets is stuck, with 6; traffic goes there once it has some", async () => {
    await stage().begin();
    await stage().isAt(40);
    await stage().aws.takeTargets("blue");
    const { code, output } = await stage().release("rollback", "--to", "blue");
    expect([code, output]).toEqual([
      6,
      expect.stringMatching(
        /^USERS: 60 % of the requests FAIL NOW: blue has no targets,.*\nSTUCK: since .* all traffic has to go to blue \(.*\), which cannot answer \(targets: blue 0 healthy of 0, green 2 healthy of 2\)/,
      ),
    ]);
    expect(await stage().aws.green()).toMatchObject({ live: 40 });
    await stage().until("told", () => stage().functions.subjects.includes("rel: release of green: STUCK"));
    await stage().aws.giveTargets("blue");
    await stage().isAt(0);
    await stage().reaches("settling", "idle");
  });

  it("--force moves to it all the same", async () => {
    await stage().begin();
    await stage().isAt(40);
    await stage().aws.takeTargets("blue");
    expect((await stage().release("rollback")).code).toBe(6);
    const forced = await stage().release("rollback", "--force");
    expect([forced.code, forced.output]).toEqual([0, expect.stringMatching(/^all traffic is on blue\n/)]);
    await stage().isAt(0);
  });

  it("an alarm while stable has no targets: stuck, and the follower ends with 6", async () => {
    const release = stage().start(...START);
    await stage().isAt(40);
    await stage().aws.takeTargets("blue");
    await stage().setAlarm("alarm-green-failed-requests-rel", "ALARM");
    const { code, output } = await release.ended;
    expect([code, output]).toEqual([
      6,
      expect.stringContaining(
        "all traffic has to go to blue (in ALARM: alarm-green-failed-requests-rel), which cannot answer (targets: blue 0 healthy of 0, green 2 healthy of 2)\n",
      ),
    ]);
    expect(await stage().aws.green()).toMatchObject({ live: 40 });
  });

  it("set refuses a color in ALARM, and start a stable color without targets", async () => {
    await stage().setAlarm("alarm-green-failed-requests-rel", "ALARM");
    const set = await stage().release("set", "--green", "100", "--yes");
    expect([set.code, set.output]).toEqual([
      2,
      "in ALARM: alarm-green-failed-requests-rel; with --force, traffic moves nevertheless\n",
    ]);
    await stage().setAlarm("alarm-green-failed-requests-rel", "OK");
    await stage().aws.takeTargets("blue");
    const start = await stage().release(...START);
    expect(start.code).toBe(2);
    expect(start.output).toMatch(/\n {2}NO +blue can take all traffic back +0 healthy of 0 targets\n/);
    expect(await stage().aws.green()).toEqual({ live: 20, recorded: 20 });
  });
}
