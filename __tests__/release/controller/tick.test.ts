import { documentIn, type Fault, failed, targets, tick, type World, world } from "./made-up-aws";
import {
  cause,
  command,
  documentOf,
  idle,
  MINUTE,
  NOW,
  PERSON,
  releaseOf,
  rollback,
  start,
} from "./made-up-documents";

const having = (document: object, over: Partial<World> = {}) =>
  world({ text: JSON.stringify(document), ...over });
const baking = (over: Partial<World> = {}) => having(documentOf(), { live: 25, recorded: 25, ...over });
const at = (it: World) => [documentIn(it).phase, it.live, it.recorded];
const saying = (it: World) => it.lines.map(({ action }) => action);
const lockOf = (operation: string, id = "other") => ({ id, operation, who: "somebody", since: NOW });

const done = (ended: ReturnType<typeof tick>) => {
  if (!("done" in ended)) throw new Error(ended.failed);
  return ended.done;
};

/** Lets all calls of one kind fail. */
const without =
  (...kinds: string[]): Fault =>
  ({ kind }) =>
    kinds.includes(kind) ? failed : undefined;

describe("a tick where no document is", () => {
  it("takes what it sees for wanted, silently, where the record agrees", () => {
    const it = world({ live: 30, recorded: 30 });
    tick(it, cause());
    expect([documentIn(it), it.lines]).toMatchObject([{ phase: "idle", want: 30, mine: [] }, []]);
  });

  it("sends traffic back where somebody asks for it", () => {
    const it = world({ live: 30, recorded: 30 });
    tick(it, cause(rollback({ to: "blue" })));
    expect([at(it), saying(it)]).toEqual([
      ["settling", 0, 0],
      ["going back", "rolled back"],
    ]);
  });

  it("is foreign where the record does not agree", () => {
    const it = world({ live: 30, recorded: 0 });
    tick(it, cause());
    expect([at(it), saying(it)]).toEqual([["foreign", 30, 0], ["foreign"]]);
    expect(it.lines[0]?.to).toEqual({ blue: 70, green: 30 });
  });
});

describe("a tick that finds a document", () => {
  it.each([
    ["that is no JSON", "{"],
    ["of a future schema", JSON.stringify({ ...documentOf(), schema: 2 })],
    ["without a weight", JSON.stringify({ ...documentOf(), want: null })],
  ])("%s keeps a copy, moves nothing and says so", (_, text) => {
    const it = baking({ text, alarms: { "errors-green": "ALARM" } });
    tick(it, cause());
    expect([it.kept, at(it), it.moves, saying(it)]).toEqual([[text], ["foreign", 25, 25], [], ["foreign"]]);
    expect(it.lines[0]?.reason).toBe(
      "the release document could not be read; a copy of it is in the state bucket",
    );
    tick(it, cause(rollback({ to: "blue" })));
    expect([it.live, documentIn(it).ended]).toEqual([0, "rolled back"]);
  });

  it("that it may not read ends in an error", () =>
    expect(tick(baking(), cause(), without("read"))).toMatchObject({ failed: "InternalFailure: 500" }));

  it("that it cannot write moves nothing, and is an error", () => {
    const it = baking({ alarms: { "errors-green": "ALARM" } });
    expect(tick(it, cause(), without("write"))).toMatchObject({ failed: "InternalFailure: 500" });
    expect(it.moves).toEqual([]);
  });
});

describe("the order of calls", () => {
  it("going forward is document, record, listener", () => {
    const it = having(documentOf({ movedAt: NOW - 6 * MINUTE }), { live: 25, recorded: 25 });
    expect(tick(it, cause()).calls).toEqual([
      "read",
      "look",
      "write",
      "record",
      "move",
      "read",
      "look",
      "write",
      "deliver",
      "write",
    ]);
    expect(at(it)).toEqual(["baking", 50, 50]);
  });

  it("going forward moves nothing that is not recorded", () => {
    const it = having(documentOf({ movedAt: NOW - 6 * MINUTE }), { live: 25, recorded: 25 });
    tick(it, cause(), without("record"));
    expect([at(it), it.moves]).toEqual([["shifting", 25, 25], []]);
  });

  it("going back is document, listener, record, and looks for ten seconds", () => {
    const it = baking({ alarms: { "errors-green": "ALARM" } });
    const { calls } = tick(it, cause());
    expect(calls.slice(0, 5)).toEqual(["read", "look", "write", "move", "record"]);
    expect(calls.filter((call) => call === "wait").length).toBeGreaterThanOrEqual(4);
  });

  it("going back moves although nothing can be recorded, and the next tick records", () => {
    const it = baking();
    tick(it, cause(rollback()), without("record"));
    expect(at(it)).toEqual(["settling", 0, 25]);
    tick(it, cause());
    expect(it.recorded).toBe(0);
  });

  it("makes at most four moves, and none after twenty seconds", () => {
    const it = baking();
    const { calls } = tick(it, cause(undefined, { name: "errors-green", at: NOW }), without("move"));
    expect([documentIn(it).phase, calls.filter((call) => call === "move").length]).toEqual(["back", 4]);
    const slow = baking();
    tick(slow, cause(rollback()), ({ kind }) => {
      if (kind === "write") slow.now += 20_000;
      return undefined;
    });
    expect([slow.moves, documentIn(slow).phase]).toEqual([[], "back"]);
  });
});

describe("an alarm's event", () => {
  it("goes back although the alarm is OK again", () => {
    const it = baking();
    tick(it, cause(undefined, { name: "errors-green", at: NOW }));
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it.each([
    ["from before the release", "errors-green", NOW - 61 * MINUTE],
    ["of the other color", "errors-blue", NOW],
  ])("%s says nothing", (_, name, when) => {
    const it = baking();
    tick(it, cause(undefined, { name, at: when }));
    expect(at(it)).toEqual(["baking", 25, 25]);
  });
});

describe("start", () => {
  it("takes the lock and a first step, and frees the lock when traffic settles", () => {
    const it = having(idle());
    expect(tick(it, cause(start()))).toMatchObject({ done: { document: { phase: "baking" } } });
    expect([at(it), it.lock]).toMatchObject([["baking", 25, 25], { id: "release-1", operation: "release" }]);
    tick(it, cause(rollback()));
    tick(it, cause());
    expect([at(it), it.lock]).toEqual([["settling", 0, 0], "nobody"]);
  });

  it.each<[string, Partial<World>, string]>([
    ["stable is dead", { targets: targets(0, 2) }, "blue can take all traffic back"],
    ["an alarm is in ALARM", { alarms: { "errors-green": "ALARM" } }, "no release alarm is in ALARM"],
    ["an alarm is gone", { alarms: {} }, "no release alarm is in ALARM"],
    ["somebody deploys", { lock: lockOf("deploy") }, "nobody deploys"],
    ["the record is another one", { recorded: 5 }, "the recorded weights are the live ones"],
    ["the candidate lacks tasks", { targets: targets(2, 1) }, "green has all its tasks, healthy"],
  ])("is refused where %s", (_, over, what) => {
    const it = having(idle(), over);
    const { refused, checks } = done(tick(it, cause(start())));
    expect(refused).toBe("preflight failed: no traffic was moved");
    expect(checks?.filter(({ ok }) => !ok).map((check) => check.what)).toContain(what);
    expect([it.moves, it.lock]).toEqual([[], over.lock ?? "nobody"]);
  });

  it("is refused where the steps do not rise", () => {
    const steps = [50, 25].map((weight) => ({ weight, bakeMinutes: 5, approval: false }));
    const it = having(idle());
    const { checks } = done(tick(it, cause(start({ steps }))));
    expect(checks?.find(({ ok }) => !ok)?.what).toBe("the weights of the steps rise");
  });

  it("is refused where its document could not be read again", () => {
    const it = having(idle());
    const steps = [12.5, 100].map((weight) => ({ weight, bakeMinutes: 5, approval: false }));
    expect(tick(it, cause(start({ steps })))).toMatchObject({
      done: { refused: "the command is wrong: the field want is not valid" },
    });
    expect([at(it), it.lock]).toEqual([["idle", 0, 0], "nobody"]);
  });

  it("that died after it took the lock is freed of it after a minute", () => {
    const it = having(idle(), { lock: lockOf("release") });
    tick(it, cause());
    expect(it.lock).not.toBe("nobody");
    it.now += MINUTE;
    tick(it, cause());
    expect(it.lock).toBe("nobody");
  });

  it("takes the lock once more where it was freed before the document was written", () => {
    const it = having(idle());
    let isFirst = true;
    tick(it, cause(start()), ({ kind }) => {
      if (kind !== "write" || !isFirst) return undefined;
      isFirst = false;
      it.lock = "nobody";
      return { kind: "conflict" };
    });
    expect([at(it), it.lock]).toMatchObject([["baking", 25, 25], { id: "release-1" }]);
  });

  it("waits for the end of settling", () => {
    const it = having(documentOf({ phase: "settling", want: 0, reason: "in ALARM: errors-green" }));
    const result = tick(it, cause(start({}, "release-2")));
    expect(JSON.stringify(result)).toContain("traffic settles for ten minutes (in ALARM: errors-green)");
  });
});

describe("rollback", () => {
  it("moves while a deploy holds the lock", () => {
    const it = baking({ lock: lockOf("deploy") });
    tick(it, cause(rollback()));
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it("undoes what a deploy that planned before puts back", () => {
    const it = having(idle({ want: 40 }), { live: 40, recorded: 40 });
    tick(it, cause(rollback({ to: "blue" })));
    Object.assign(it, { live: 40, recorded: 40 });
    tick(it, cause());
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it("moves from a listener that forwards to no color", () => {
    const it = baking({ live: "no weights" });
    tick(it, cause(rollback()));
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it("is tried again by the next tick where neither look nor move comes through, from weights of anybody", () => {
    const it = having(documentOf({ phase: "foreign" }), { live: 70, recorded: 25 });
    const down: Fault = ({ kind }) =>
      kind === "look" ? ["the load balancer"] : kind === "move" ? failed : undefined;
    tick(it, cause(rollback({ to: "blue" })), down);
    expect(at(it)).toMatchObject(["back", 70, 0]);
    tick(it, cause());
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it.each<[string, object, Parameters<typeof rollback>[0], string]>([
    [
      "without a color, where none is stable",
      idle(),
      {},
      "no release is under way, so neither color is the stable one: name the color with --to",
    ],
    [
      "to the candidate",
      documentOf(),
      { to: "green" },
      "green is the candidate of the release under way, and rollback goes to blue: promote sends all traffic to green",
    ],
  ])("is refused %s", (_, document, over, refused) => {
    const it = having(document, { live: 25, recorded: 25 });
    expect(tick(it, cause(rollback(over)))).toMatchObject({ done: { refused } });
  });

  it("to a color without a target is stuck, and --force moves there", () => {
    const empty = { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } };
    const ended = releaseOf({ candidate: "blue" });
    const it = having(idle({ want: 100, release: ended, ended: "completed" }), {
      live: 100,
      recorded: 100,
      targets: empty,
    });
    tick(it, cause(rollback({ to: "blue" })));
    expect([at(it), it.moves]).toEqual([["stuck", 100, 100], []]);
    tick(it, cause(rollback({ force: true }, "rollback-2")));
    expect(at(it)).toEqual(["settling", 0, 0]);
  });

  it.each([
    ["rollback", cause(rollback())],
    ["an alarm's event", cause(undefined, { name: "errors-green", at: NOW })],
  ])("%s that loses the race for the document every time is an error, not an answer", (_, why) => {
    const it = baking();
    const busy: Fault = ({ kind }) => (kind === "write" ? { kind: "conflict" } : undefined);
    expect(tick(it, why, busy)).toMatchObject({
      failed:
        "other runs of the controller keep changing the document: send the command again with the same id",
    });
  });

  it("is undone by no call that lands late, whatever tick sent it", () => {
    const it = baking();
    tick(it, cause(rollback()));
    for (const minutes of [0, 5, 9, 11, 30]) {
      it.now += minutes * MINUTE;
      it.live = 25;
      tick(it, cause());
      expect(it.live).toBe(0);
    }
    expect(saying(it).filter((action) => action === "going back")).toHaveLength(1);
  });
});

describe("set", () => {
  const set = (green: number, force = false) => cause(command({ kind: "set", green, force }));

  it("is refused while the color that gains is in ALARM or empty, and --force moves", () => {
    const it = having(idle(), {
      alarms: { "errors-blue": "OK", "errors-green": "ALARM" },
      targets: targets(2, 0),
    });
    const refused =
      "green has too few healthy targets for 100 %; in ALARM: errors-green; with --force, traffic moves nevertheless";
    expect(tick(it, set(100))).toMatchObject({ done: { refused } });
    expect(it.moves).toEqual([]);
    tick(it, set(100, true));
    expect(at(it)).toEqual(["settling", 100, 100]);
  });

  it("of no percent is refused", () =>
    expect(tick(having(idle()), set(150, true))).toMatchObject({
      done: { refused: "the command is wrong: the field green is not valid" },
    }));
});

describe("a command that is none", () => {
  it.each([
    ["kind", { kind: "frob" }],
    ["kind", { kind: "constructor" }],
    ["to", { kind: "rollback", to: "Green", force: false }],
    ["id", { kind: "rollback", force: false, id: 7 }],
    ["id", { kind: "pause", id: undefined }],
    ["steps", { kind: "start", to: "green", steps: "x" }],
    ["steps", { kind: "start", to: "green", steps: [null] }],
    ["green", { kind: "set", green: "50", force: true }],
    ["force", { kind: "set", green: 50, force: "false" }],
  ])("by its %s is refused, and changes nothing: %j", (field, over) => {
    const it = baking();
    const wrong = { id: "id", by: PERSON, reason: "", ...over } as never;
    const refused = `the command is wrong: the field ${field} is not valid`;
    expect(done(tick(it, cause(wrong))).refused).toBe(refused);
    expect([at(it), it.moves, documentIn(it).commands]).toEqual([["baking", 25, 25], [], []]);
  });

  it("may hold texts of any length and kind, which become one short line", () => {
    const it = baking();
    const reason = `a\nNOT GUARDED\u001b[31m\u009b\u202e${"x".repeat(1_000_000)}`;
    tick(it, cause(rollback({ reason } as never)));
    expect(it.lines.every((line) => JSON.stringify(line).length < 4000)).toBe(true);
    tick(it, cause({ ...rollback({ to: "green" }, "rollback-2"), reason } as never));
    expect(documentIn(it).reason).toMatch(/^a NOT GUARDED \[31m x{1900,2000}$/);
  });
});

describe("promote", () => {
  it("after a pause in which the listener was not there yet begins the shift anew", () => {
    const release = releaseOf({ step: 1, paused: "asked" });
    const movedAt = NOW - 20 * MINUTE;
    const paused = documentOf({ phase: "paused", want: 50, mine: [25, 50], release, movedAt });
    const it = having(paused, { live: 25, recorded: 25 });
    tick(it, cause(command({ kind: "promote" })));
    expect(it.live).toBe(50);
    tick(it, cause());
    expect(it.live).toBe(100);
  });
});

describe("a release that is stuck", () => {
  it("goes to the other color where a person says so", () => {
    const empty = { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } };
    const it = baking({ targets: empty, alarms: { "errors-green": "ALARM" } });
    tick(it, cause());
    expect(at(it)).toEqual(["stuck", 25, 25]);
    tick(it, cause(rollback({ to: "green" })));
    expect(at(it)).toEqual(["settling", 100, 100]);
  });
});

describe("repair", () => {
  it("ends foreign with the live weights, and the history says who", () => {
    const it = having(documentOf({ phase: "foreign" }), { live: 70, recorded: 25 });
    tick(it, cause(command({ kind: "repair" })));
    expect(at(it)).toEqual(["idle", 70, 70]);
    expect(it.lines).toMatchObject([{ action: "repaired", by: PERSON, to: { blue: 30, green: 70 } }]);
  });

  it.each([
    [
      "a release is under way",
      documentOf(),
      "a release is under way, so repair is not possible now; pause or rollback is possible",
    ],
    ["traffic settles", documentOf({ phase: "settling" }), "nothing to repair: blue 75 %, green 25 %"],
  ])("is refused where %s", (_, document, refused) => {
    const it = having(document, { live: 25, recorded: 25 });
    expect(tick(it, cause(command({ kind: "repair" })))).toMatchObject({ done: { refused } });
  });
});

describe("a tick that nobody asked for", () => {
  it("is an error where it could not see, so that an alarm says so before a release needs it", () => {
    const it = having(idle());
    const blind: Fault = ({ kind }) => (kind === "look" ? ["alarms"] : undefined);
    expect(tick(it, cause(), blind)).toMatchObject({ failed: "cannot be seen: alarms" });
    expect(done(tick(it, cause(command({ kind: "status" })), blind)).look.unknown).toEqual(["alarms"]);
  });

  it("is an error where people are not told for three minutes", () => {
    const line = { id: "6-0", at: new Date(NOW - 3 * MINUTE).toISOString(), action: "stuck" as const };
    const it = having(idle({ outbox: [line] }));
    expect(tick(it, cause(), without("deliver"))).toMatchObject({
      failed: `1 lines of the history, the oldest from ${line.at}, could not be written or sent`,
    });
    expect(documentIn(it).outbox).toEqual([line]);
  });
});

describe("a rollback that is said twice", () => {
  it("changes nothing, and tells nobody: the next release need not wait", () => {
    const it = having(idle({ want: 0 }), { live: 0, recorded: 0 });
    expect(done(tick(it, cause(rollback({ to: "blue" }))))).toMatchObject({ document: { phase: "idle" } });
    expect(it.lines).toEqual([]);
  });
});

it("a command that is not formed as one is refused, and no error of the controller's", () => {
  const it = having(idle());
  const { refused } = done(tick(it, cause({ ...start(), steps: "5,25" } as never)));
  expect(refused).toMatch(/^the command is wrong: /);
});
