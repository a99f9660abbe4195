import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Color } from "../../src/naming/color";
import { colorAlarmNames } from "../../src/naming/names";
import { QUICK, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const WHO = expect.stringMatching(/^arn:aws:/);

/** Releases that go well, and what is asked before them and after. */
export function promotion(stage: () => Stage): void {
  it("status says all that there is to know", async () => {
    const { code, output } = await stage().release("status", "--json");
    const color = (name: string) => ({
      image: expect.stringMatching(/:/),
      taskDefinition: `task-definition-${name}-rel:1`,
      problems: [],
      running: 2,
      desired: 2,
      healthy: 2,
      unhealthy: 0,
      targets: 2,
    });
    const alarms = (of: Color) =>
      Object.fromEntries(
        colorAlarmNames("rel", of).map((name) => [name, expect.stringMatching(/^(OK|INSUFFICIENT_DATA)$/)]),
      );
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      suffix: "rel",
      recorded: { blue: 80, green: 20 },
      live: { blue: 80, green: 20 },
      colors: { blue: color("blue"), green: color("green") },
      alarms: { blue: alarms("blue"), green: alarms("green") },
    });
    const text = await stage().release("status");
    expect(text.output).toMatch(/^environment rel\n/);
    expect(text.output).toMatch(/\n {2}green +20 % +20 % +2\/2 +2\/2 +\S+\n/);
    expect(text.output).toContain("no release and no deploy is under way");
  });

  it(
    "goes through the steps above what green has, to 100, and leaves no change to plan",
    async () => {
      const { code, output } = await stage().release(
        "start",
        "--to",
        "green",
        "--steps",
        "10,60,100",
        ...QUICK,
      );
      expect([code, output.match(/moved: .*/g)]).toEqual([
        0,
        ["moved: blue 40 %, green 60 %", "moved: blue 0 %, green 100 %"],
      ]);
      expect(output).toContain("completed; blue still runs: ");
      expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
      expect(await stage().lock()).toBeUndefined();
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    3 * MINUTES,
  );

  it("history says who moved what, when, why, at which alarm states", async () => {
    await stage().release("set", "--green", "35", "--reason", "a drill", "--yes");
    const { output } = await stage().release("history", "--limit", "5", "--json");
    const [, ...events] = JSON.parse(output);
    const alarms = expect.objectContaining({ "alarm-green-failed-requests-rel": expect.any(String) });
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(events).toEqual([
      {
        at,
        who: WHO,
        action: "shifting",
        from: { blue: 40, green: 60 },
        to: { blue: 0, green: 100 },
        alarms,
      },
      { at, who: WHO, action: "completed", to: { blue: 0, green: 100 }, alarms },
      { at, who: WHO, action: "repaired", from: { blue: 0, green: 100 }, to: { blue: 80, green: 20 } },
      {
        at,
        who: WHO,
        action: "set",
        from: { blue: 80, green: 20 },
        to: { blue: 65, green: 35 },
        reason: "a drill",
      },
    ]);
    const text = await stage().release("history", "--limit", "1");
    expect(text.output).toMatch(/\n {2}\S+Z +set +80\/20 +65\/35 +\S+ +a drill\n$/);
    expect(await stage().green()).toEqual({ live: 35, recorded: 35 });
  });

  it("a dry run and a run that nobody confirms move nothing", async () => {
    const dry = await stage().release(
      "start",
      "--to",
      "green",
      "--steps",
      "50,100",
      "--bake",
      "90s",
      "--dry-run",
    );
    expect(dry.code).toBe(0);
    expect(dry.output).toContain("would release green in rel: 20 -> 50 -> 100 %, 90 s each\n");
    const unasked = await stage().release("start", "--to", "green", "--steps", "50,100", "--bake", "90s");
    expect(unasked.code).toBe(2);
    expect(unasked.output).toContain("there is no terminal to ask at; say --yes\n");
    expect(await stage().green()).toEqual({ live: 20, recorded: 20 });
    expect(await stage().lock()).toBeUndefined();
  });

  it("a smoke test decides whether it begins", async () => {
    let colors: unknown[] = [];
    const application = createServer(({ url, headers }, answer) => {
      colors = [...colors, headers["x-color"]];
      answer.writeHead(Number(url?.slice(1))).end();
    });
    await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
    const start = ["start", "--to", "green", "--steps", "30", ...QUICK, "--smoke-url"];
    const broken = await stage().release(...start, `${url}/500`);
    const untouched = await stage().green();
    const well = await stage().release(...start, `${url}/200`);
    application.close();
    expect([broken.code, well.code, colors]).toEqual([2, 0, ["green", "green"]]);
    expect(broken.output).toMatch(/\n {2}NO +green answers 2xx on \S+\/500 +500\n/);
    expect(broken.output).toContain("preflight failed: no traffic was moved\n");
    expect(untouched).toEqual({ live: 20, recorded: 20 });
    expect(await stage().green()).toEqual({ live: 30, recorded: 30 });
  });

  it("completes though one call in five is throttled or unavailable", async () => {
    stage().proxy.faultEvery = 5;
    stage().proxy.faults = 0;
    const { code, output } = await stage().release("start", "--to", "green", "--steps", "60,100", ...QUICK);
    expect([code, output.match(/moved: .*/g)?.length]).toEqual([0, 2]);
    expect(stage().proxy.faults).toBeGreaterThan(10);
    expect(await stage().green()).toEqual({ live: 100, recorded: 100 });
  });

  it("refuses another account", async () => {
    stage().configure("wrong", { accountId: "111122223333" });
    const { code, output } = await stage().release("status", "--suffix", "wrong");
    expect([code, output]).toEqual([
      2,
      "signed in to account 123456789012, but this environment is in 111122223333\n",
    ]);
  });
}
