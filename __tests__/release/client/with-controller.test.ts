import type { Ask } from "../../../src/release/client/ask";
import { type Asking, goOn, repair, setWeights } from "../../../src/release/client/commands";
import { follow } from "../../../src/release/client/follow";
import { rollBack } from "../../../src/release/client/rollback";
import { start } from "../../../src/release/client/start";
import type { Time } from "../../../src/release/client/time";
import type { Answer, Call } from "../../../src/release/controller/call";
import type { Command } from "../../../src/release/controller/command";
import { parseDocument, type ReleaseDocument } from "../../../src/release/controller/document";
import type { WideLook } from "../../../src/release/controller/look";
import { next } from "../../../src/release/controller/tick";
import { begin, type Result } from "../../../src/release/controller/tick-state";
import { BY, byController, ENVIRONMENT, GUARDS, lookOf, NOW } from "./made-up";

const MINUTE = 60_000;
const runs = {
  blue: { image: "app:1", taskDefinition: "blue:1", running: 3, desired: 3, problems: [] },
  green: { image: "app:2", taskDefinition: "green:2", running: 3, desired: 3, problems: [] },
};

/** The real controller code on a made-up environment. It ticks once a minute. */
class Environment {
  public now = NOW;
  public live: WideLook["live"] = 0;
  public alarm = "OK";
  public blueTargets = 3;
  public requests = 1000;
  private text: string | undefined;
  private rev = 0;
  private recorded = 0;
  private tickedAt = NOW;

  public readonly time: Time = {
    now: () => this.now,
    sleep: async (milliseconds) => {
      this.now += milliseconds;
      if (this.now - this.tickedAt < MINUTE) return;
      this.tickedAt = this.now;
      await this.tick();
    },
  };

  public readonly ask: Ask = async (command) => this.tick(JSON.parse(JSON.stringify(command)));

  public get document(): ReleaseDocument {
    return parseDocument(this.text ?? "") as ReleaseDocument;
  }

  public look(): WideLook {
    const { live, recorded } = this;
    return lookOf({
      now: this.now,
      ...(live !== undefined && { live }),
      recorded,
      runs,
      requests: this.requests,
      targets: {
        blue: { registered: this.blueTargets, healthy: this.blueTargets },
        green: { registered: 3, healthy: 3 },
      },
      alarms: { ...lookOf().alarms, "alarm-green-failed-requests-x1": this.alarm },
    });
  }

  private async tick(command?: Command): Promise<Result> {
    const alarms = { blue: [], green: ["alarm-green-failed-requests-x1"] };
    let tick = begin({ requestId: "request", alarms, ...(command && { command }) });
    for (;;) {
      const following = next(tick, this.answer(tick.call), this.now);
      if ("done" in following) return JSON.parse(JSON.stringify(following.done));
      if ("failed" in following) throw new Error(following.failed);
      tick = following.tick;
    }
  }

  private answer(call: Call): Answer {
    switch (call.kind) {
      case "read":
        return this.text === undefined
          ? { kind: "none" }
          : { kind: "document", text: this.text, etag: `${this.rev}` };
      case "look":
        return { kind: "look", look: byController(this.look()) };
      case "write":
        this.text = JSON.stringify(call.document);
        this.rev += 1;
        return { kind: "written", etag: `${this.rev}` };
      case "record":
        this.recorded = call.green;
        return { kind: "done" };
      case "move":
        this.live = call.green;
        return { kind: "done" };
      case "deliver":
        return { kind: "delivered", left: [] };
      default:
        return { kind: "done" };
    }
  }
}

let environment: Environment;
let lines: string[];
let asking: Asking;
beforeEach(() => {
  environment = new Environment();
  lines = [];
  asking = {
    environment: ENVIRONMENT,
    ask: environment.ask,
    guards: async () => GUARDS,
    by: BY,
    say: (line) => lines.push(line),
  };
});

const starts = (approval = false) =>
  start(asking, {
    to: "green",
    plan: {
      steps: [
        { weight: 25, bakeMinutes: 10 },
        { weight: 100, bakeMinutes: 10, approval },
      ],
      alarms: [],
      minRequests: 100,
      maxBakeMinutes: 30,
      smokeTests: [],
    },
    sameImage: false,
    reason: "",
    dryRun: false,
    yes: true,
    minTasks: 2,
    origin: async () => "",
  });

/** @param meanwhile called before each reading of the state, with the number of earlier readings */
function follows(release: string | undefined, meanwhile: (looks: number) => void = () => {}) {
  let looks = 0;
  return follow({
    environment: ENVIRONMENT,
    see: async () => {
      meanwhile(looks++);
      return { document: environment.document, look: environment.look() };
    },
    release: release ?? "",
    poll: 5000,
    say: (line) => lines.push(line),
    time: environment.time,
  });
}

const rolls = (to?: "blue" | "green", force = false) =>
  rollBack({
    environment: ENVIRONMENT,
    ask: environment.ask,
    by: BY,
    to,
    force,
    say: (line) => lines.push(line),
    time: environment.time,
    directly: async () => 99,
    stored: async () => undefined,
  });

it("a release is followed to 100 %", async () => {
  expect(await follows(await starts())).toBe(0);
  expect([environment.live, environment.document.phase]).toEqual([100, "settling"]);
  expect(lines.at(-2)).toMatch(/^completed: all traffic is on green; /);
  expect(environment.now - NOW).toBe(20 * MINUTE);
});

it("an alarm ends it with 3", async () => {
  const code = await follows(await starts(), (looks) => {
    if (looks === 20) environment.alarm = "ALARM";
  });
  expect([code, environment.live, lines.at(-2)]).toEqual([
    3,
    0,
    "rolled back: blue 100 %, green 0 %: in ALARM: alarm-green-failed-requests-x1",
  ]);
});

it("too few requests end it with 7, an approval too, and it goes on after that", async () => {
  environment.requests = 1;
  const release = await starts(true);
  expect(await follows(release)).toBe(7);
  expect(lines.join("\n")).toContain("PAUSED: too few requests to judge by");
  environment.requests = 1000;
  expect(await follows(await goOn(asking, "resume", { yes: true }))).toBe(7);
  expect(lines.join("\n")).toContain("PAUSED: the next step needs an approval");
  expect(await goOn(asking, "resume", { yes: true })).toBe(release);
  expect(await follows(release)).toBe(0);
});

it("a foreign hand on the listener ends it with 4, and repair goes on from there", async () => {
  const code = await follows(await starts(), (looks) => {
    if (looks === 20) environment.live = 40;
  });
  expect([code, environment.live]).toEqual([4, 40]);
  const seen = { document: environment.document, look: environment.look() };
  await repair(asking, seen, { yes: true, reason: "" });
  expect([environment.document.phase, lines.at(-1)]).toEqual([
    "idle",
    "the controller goes on from blue 60 %, green 40 %",
  ]);
});

it("a stable color that lost its targets ends it with 6, and nothing is moved to nowhere", async () => {
  const code = await follows(await starts(), (looks) => {
    if (looks !== 20) return;
    environment.blueTargets = 0;
    environment.alarm = "ALARM";
  });
  expect([code, environment.live]).toEqual([6, 25]);
  expect(await rolls()).toBe(6);
  expect(await rolls(undefined, true)).toBe(0);
  expect(environment.live).toBe(0);
});

it("a rollback moves all traffic to the stable color, and follows nobody's wish for the candidate", async () => {
  const release = await starts();
  await expect(rolls("green")).rejects.toThrow(
    "green is the candidate of the release under way, and rollback goes to blue: promote sends all traffic to green",
  );
  expect(await rolls()).toBe(0);
  expect([environment.live, lines.at(-1)]).toEqual([0, "all traffic is on blue"]);
  expect(await follows(release)).toBe(3);
});

it("a rollback ends a maintenance page, and needs a color where no release is under way", async () => {
  await environment.ask({ id: "1", by: BY, reason: "", kind: "status" });
  environment.live = "no weights";
  await expect(rolls()).rejects.toThrow(
    "no release is under way, so neither color is the stable one: name the color with --to",
  );
  expect(await rolls("blue")).toBe(0);
  expect(environment.live).toBe(0);
});

it("set moves once, and is refused while a release is under way", async () => {
  const seen = { document: "none" as const, look: environment.look() };
  const options = { green: 10, force: false, reason: "warming up", yes: true };
  expect(await setWeights(asking, seen, options)).toBe(0);
  expect(environment.live).toBe(10);
  await expect(setWeights(asking, seen, options)).rejects.toThrow(/: set is possible only afterwards$/);
});
