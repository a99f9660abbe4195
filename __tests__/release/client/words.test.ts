import { nextByItself, standing, whatNext } from "../../../src/release/client/words";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import { documentOf, LOCK, lookOf, type Parts, RELEASE } from "./made-up";

const NONE = { registered: 0, healthy: 0 };
const TWO = { registered: 2, healthy: 2 };
const paused = documentOf({ phase: "paused", release: { ...RELEASE, paused: "asked" } });

describe("a paused release", () => {
  it.each<[string, Parts, string]>([
    ["all is seen", {}, "green has 25 %; as long as the controller runs, an alarm sends all traffic back; "],
    ["the lock is held", {}, "; no deploy can begin, because the release holds the lock"],
    ["somebody unlocked", { lock: "nobody" }, "; NOBODY holds the environment's lock, so a deploy can begin"],
    [
      "a deploy has the lock",
      { lock: { ...LOCK, id: "d", operation: "deploy", who: "bob" } },
      "; bob holds the environment for a deploy",
    ],
    [
      "the lock is unknown",
      { lock: undefined },
      "; NOT KNOWN whether a deploy can begin: the environment's lock cannot be seen",
    ],
    [
      "no alarm is seen",
      { alarms: undefined },
      "; NOT KNOWN whether an alarm sends all traffic back: 1 of 1 release alarms cannot be seen; ",
    ],
    [
      "an alarm does not exist",
      { alarms: {} },
      "; NOT KNOWN whether an alarm sends all traffic back: 1 of 1 release alarms cannot be seen; ",
    ],
    [
      "an alarm is in ALARM",
      { alarms: { [RELEASE.alarms[0] ?? ""]: "ALARM" } },
      "; in ALARM: alarm-green-failed-requests-x1: as long as the controller runs, it sends all traffic back; ",
    ],
    [
      "the targets are unknown",
      { targets: {} },
      "; NOT KNOWN whether blue can take all traffic: its targets cannot be seen; ",
    ],
    [
      "blue has no targets",
      { targets: { blue: NONE, green: TWO } },
      "; blue CANNOT take all traffic now (targets: blue 0 healthy of 0, green 2 healthy of 2); ",
    ],
    [
      "the listener is elsewhere",
      { live: 50 },
      "; wanted: blue 75 %, green 25 %; now: blue 50 %, green 50 %; ",
    ],
  ])("says no more than it sees where %s", (_, seen, says) => {
    const [first] = whatNext("x1", paused, lookOf({ lock: LOCK, ...seen }));
    expect(first).toMatch(/^no step begins until somebody decides; /);
    expect(first).toContain(says);
  });
});

describe("the state in one line", () => {
  it.each<[string, Partial<ReleaseDocument>, Parts, RegExp]>([
    ["set and seen", { phase: "settling" }, {}, /^moved: blue 75 %, green 25 % \(/],
    ["set and not seen", { phase: "settling" }, { live: 0 }, /^settling; wanted: blue 75 %, green 25 % \(/],
    [
      "completed and not seen",
      { phase: "settling", ended: "completed" },
      { live: undefined },
      /^completed; wanted: blue 75 %, green 25 % \(/,
    ],
    [
      "back before the controller has seen it",
      { phase: "back", want: 0, warned: true },
      { live: 0 },
      /^all traffic is on blue \(started\); the controller has not confirmed it yet$/,
    ],
    [
      "stuck, with targets meanwhile",
      { phase: "stuck", want: 0 },
      { targets: { blue: TWO, green: TWO } },
      /, which could not answer when the controller last looked \(targets: blue 2 healthy of 2, /,
    ],
    [
      "stuck, with targets that cannot be seen",
      { phase: "stuck", want: 0 },
      { targets: {} },
      /, which could not answer when the controller last looked \(targets: blue \? healthy of \?, /,
    ],
  ])("of what is %s says what the look shows", (_, document, seen, says) =>
    expect(standing(documentOf(document), lookOf(seen))).toMatch(says),
  );
});

it("a rollback that was seen to be there needs no further command", () =>
  expect(whatNext("x1", documentOf({ phase: "back", want: 0, warned: true }), lookOf({ live: 0 }))).toEqual(
    [],
  ));

it("what comes by itself is not called a reason to do nothing", () =>
  expect(nextByItself(documentOf({ phase: "back", want: 0 }), lookOf())).toEqual([
    "next: once the listener is seen with all traffic on blue, traffic settles for ten minutes",
  ]));
