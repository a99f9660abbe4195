import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BAKE, SETTINGS, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const IMAGE = SETTINGS.application.green.image;

/** Releases that go well, and what is asked before them and after. */
export function promotion(stage: () => Stage): void {
  it("status says all that there is to know", async () => {
    const { code, output } = await stage().release("status", "--json");
    expect(code).toBe(0);
    const { document, look, guarded } = JSON.parse(output);
    expect(document).toMatchObject({ phase: "idle", want: 20 });
    const targets = { registered: 2, healthy: 2 };
    expect(look).toMatchObject({ live: 20, recorded: 20, lock: "nobody", unknown: [] });
    expect(look.targets).toEqual({ blue: targets, green: targets });
    expect(look.runs.green).toMatchObject({ image: IMAGE, running: 2, desired: 2, problems: [] });
    expect(Object.keys(look.alarms)).toContain("alarm-release-controller-silent-rel");
    expect(guarded).toMatch(/^guarded: the controller checks the listener's weights every minute/);
    const text = await stage().release("status");
    expect(text.output).toMatch(
      /^environment rel, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n\n(?:users: .*\n\n)?no release is under way; wanted: blue 80 %, green 20 %\n/,
    );
    expect(text.output).toMatch(/\n {2}traffic +80 % +20 %\n/);
    expect(text.output).toMatch(
      /\n {2}targets +2 healthy of 2 +2 healthy of 2\n {2}tasks +2 running of 2 +2 running of 2\n/,
    );
    expect(text.output).toContain("nobody holds the environment's lock");
  });

  it(
    "goes through its steps to 100, and leaves a history, and no change to plan",
    async () => {
      const release = stage().start("start", "--to", "green", "--reason", "faster", "--yes");
      await stage().isAt(40);
      expect(await stage().aws.lock()).toMatchObject({ operation: "release" });
      const { code, output } = await release.ended;
      expect(output).toMatch(/\n\S+ \S+ UTC {2}release of green, step 1 of 2 \(40, 100 %\): 40 %: baking, /);
      expect(output).toMatch(/\ncompleted: all traffic is on green; blue has 2 healthy of 2 targets, and /);
      expect(code).toBe(0);
      await stage().isAt(100);
      await stage().until("a free lock", async () => (await stage().aws.lock()) === undefined);
      expect(await stage().workspace.isSettled()).toBe(true);

      const history = await stage().release("history", "--limit", "3", "--json");
      const of = { release: (await stage().document())?.release?.id, candidate: "green" };
      const images = expect.objectContaining({ green: IMAGE });
      const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      const alarms = expect.objectContaining({ "alarm-green-failed-requests-rel": expect.any(String) });
      const two = { registered: 2, healthy: 2 };
      const line = { id: expect.any(String), at, ...of, images, alarms, targets: { blue: two, green: two } };
      const [first, last] = [
        { blue: 60, green: 40 },
        { blue: 0, green: 100 },
      ];
      expect(JSON.parse(history.output)).toEqual([
        {
          ...line,
          action: "started",
          by: expect.stringMatching(/^arn:aws:/),
          requestId: expect.any(String),
          from: { blue: 80, green: 20 },
          to: first,
          reason: "green: 20 -> 40 -> 100 %; faster",
        },
        { ...line, action: "shifting", from: first, to: last },
        { ...line, action: "completed", to: last },
      ]);
      const text = await stage().release("history", "--limit", "1");
      expect(text.output).toMatch(/\n {2}\S+Z +\w{8} +completed +0\/100 +100 % \S+:green +controller/);
    },
    2 * MINUTES,
  );

  it("a dry run and a run that nobody confirms move nothing", async () => {
    const dry = await stage().release("start", "--to", "green", "--steps", "50,100", "--dry-run");
    expect([dry.code, dry.output]).toEqual([
      0,
      expect.stringContaining(
        `would release green in rel: 20 % -> 50 % for ${BAKE} min -> 100 % for ${BAKE} min, NOT JUDGED by requests\n`,
      ),
    ]);
    const unasked = await stage().release("start", "--to", "green");
    expect([unasked.code, unasked.output]).toEqual([
      2,
      expect.stringContaining("there is no terminal for the confirmation; confirm with --yes\n"),
    ]);
    expect(await stage().aws.green()).toEqual({ live: 20, recorded: 20 });
    expect(await stage().aws.lock()).toBeUndefined();
  });

  it("a smoke test decides whether it begins", async () => {
    let colors: unknown[] = [];
    const application = createServer(({ url, headers }, answer) => {
      colors = [...colors, headers["x-color"]];
      answer.writeHead(Number(url?.slice(1))).end();
    });
    await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
    const start = ["start", "--to", "green", "--yes", "--no-follow", "--smoke-url"];
    const broken = await stage().release(...start, `${url}/500`);
    const untouched = await stage().aws.green();
    const well = await stage().release(...start, `${url}/200`);
    application.close();
    expect([broken.code, well.code, colors]).toEqual([2, 0, ["green", "green"]]);
    expect(broken.output).toMatch(/\n {2}NO +2xx from \S+\/500 with X-Color: green +500\n/);
    expect(broken.output).toContain("preflight failed: no traffic was moved\n");
    expect(untouched).toEqual({ live: 20, recorded: 20 });
    await stage().isAt(40);
  });

  it("paused it stays where it is, resumed it goes on, promoted it goes straight to 100", async () => {
    await stage().begin("--steps", "40,60,80");
    const paused = await stage().release("pause");
    expect([paused.code, paused.output]).toEqual([0, expect.stringContaining("PAUSED: ")]);
    const { want } = await stage().until("paused", ({ phase }) => phase === "paused");
    expect([40, 60]).toContain(want); // on a busy machine the first step is over by then
    await stage().isAt(want);
    await new Promise((resolve) => setTimeout(resolve, 7000)); // longer than the step's time
    expect(await stage().aws.green()).toEqual({ live: want, recorded: want });
    const resumed = await stage().release("resume", "--no-follow");
    expect(resumed.code).toBe(0);
    const promoted = await stage().release("promote", "--yes");
    expect(promoted.output).toContain("\ncompleted: all traffic is on green; ");
    expect(promoted.code).toBe(0);
    await stage().isAt(100);
    const history = await stage().release("history", "--limit", "5", "--json");
    expect(JSON.parse(history.output).map(({ action }: { action: string }) => action)).toEqual([
      "paused",
      "resumed",
      "promoted",
      "shifting",
      "completed",
    ]);
    for (const command of ["pause", "resume", "promote"]) {
      const { code, output } = await stage().release(command, "--yes");
      expect([command, code, output]).toEqual([command, 2, "no release is under way\n"]);
    }
  });

  it("waits for an approval where the settings want one, and ends with 7 meanwhile", async () => {
    const [first, last] = SETTINGS.release.steps;
    const steps = [first, { ...last, approval: true }];
    stage().configure("rel", { ...SETTINGS, release: { ...SETTINGS.release, steps } });
    const release = await stage().release("start", "--to", "green", "--yes");
    expect([release.code, release.output]).toEqual([
      7,
      expect.stringContaining("PAUSED: the next step needs an approval\n"),
    ]);
    expect(await stage().aws.green()).toEqual({ live: 40, recorded: 40 });
    const approved = await stage().release("resume");
    stage().configure("rel", SETTINGS);
    expect([approved.code, approved.output]).toEqual([
      0,
      expect.stringContaining("completed: all traffic is on green"),
    ]);
  });

  it("without enough requests to judge by it is inconclusive, and ends with 7", async () => {
    const release = { ...SETTINGS.release, minRequests: 50, maxBakeMinutes: BAKE + 1 };
    stage().configure("rel", { ...SETTINGS, release });
    const started = stage().start("start", "--to", "green", "--yes");
    await stage().isAt(40);
    const status = await stage().release("status");
    const { code, output } = await started.ended;
    stage().configure("rel", SETTINGS);
    expect(status.output).toMatch(/: 40 %: baking, .* left; 0 of 50 requests\n/);
    expect([code, output]).toEqual([7, expect.stringContaining("PAUSED: too few requests to judge by\n")]);
    expect(output).toMatch(
      /\n {2}ok +a step counts only with enough requests +50 requests to green in each step\n/,
    );
    expect((await stage().release("status")).output).toContain(": PAUSED: too few requests to judge by\n");
    expect(await stage().aws.green()).toEqual({ live: 40, recorded: 40 });
  });

  it("refuses another account", async () => {
    stage().configure("wrong", { accountId: "111122223333" });
    const { code, output } = await stage().release("set", "--green", "30", "--suffix", "wrong", "--yes");
    expect([code, output]).toEqual([
      2,
      "signed in to account 123456789012, but this environment is in account 111122223333\n",
    ]);
  });
}
