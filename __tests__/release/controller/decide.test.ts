import { decide } from "../../../src/release/controller/decide";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { Look } from "../../../src/release/controller/look";
import { targets } from "./made-up-aws";
import { documentOf, idle, lookOf, MINUTE, NOW, releaseOf, step } from "./made-up-documents";

const ALARM = { alarms: { "errors-blue": "OK", "errors-green": "ALARM" } };
const ago = (minutes: number) => NOW - minutes * MINUTE;

/** The decision in short form. */
function of(document: ReleaseDocument, look: Look) {
  const { document: after, act, events } = decide(document, look);
  return {
    phase: after.phase,
    want: after.want,
    act,
    said: events.map(({ action }) => action),
    after,
    events,
  };
}

const moves = (green: number, forward: boolean) => ({ kind: "move", green, forward });

describe("what the listener shows", () => {
  it.each(["held", "foreign"] as const)("is nothing to a document that is %s", (phase) => {
    const document = documentOf({ phase });
    expect(decide(document, lookOf({ live: 70, ...ALARM }))).toEqual({ document, events: [] });
  });

  it("is foreign where it is neither ours, nor wanted, nor where the release began", () => {
    const { phase, act, events, after } = of(documentOf({ mine: [25] }), lookOf({ live: 70, ...ALARM }));
    expect([phase, act, events]).toMatchObject([
      "foreign",
      undefined,
      [
        {
          action: "foreign",
          reason:
            "the listener has green 70 %, which this controller did not request; the wanted weight is green 25 %",
        },
      ],
    ]);
    expect(after.want).toBe(25);
  });

  it("is foreign where it forwards to no color", () =>
    expect(of(documentOf(), lookOf({ live: "no weights" })).events[0]?.reason).toContain(
      "the listener forwards to no color",
    ));

  it("is foreign where it does more than forwarding, and says what", () =>
    expect(
      of(documentOf(), lookOf({ live: "no weights", besides: ["authenticate-oidc"] })).events[0]?.reason,
    ).toBe(
      "the listener does more than forward by weights (authenticate-oidc; a rollback removes that), which this controller did not request; the wanted weight is green 25 %",
    ));

  it("is foreign where a hand put it back to where the release began, once it was seen elsewhere", () => {
    const { after } = of(documentOf({ from: 10 }), lookOf({ live: 25 }));
    expect(after.from).toBeUndefined();
    expect(of(after, lookOf({ live: 10 })).phase).toBe("foreign");
  });

  it("is not foreign where it is not seen", () =>
    expect(of(documentOf(), lookOf({ live: undefined as never })).phase).toBe("baking"));
});

describe("a release goes back", () => {
  it.each<[string, Look, string]>([
    ["at an alarm", lookOf(ALARM), "in ALARM: errors-green"],
    ["at a candidate that is dead", lookOf({ targets: targets(2, 0) }), "green has no healthy target"],
  ])("%s, in every phase", (_, look, reason) => {
    for (const phase of ["shifting", "baking", "paused"] as const) {
      const { act, events, after } = of(documentOf({ phase }), look);
      expect([act, events[0]]).toMatchObject([moves(0, false), { action: "going back", reason }]);
      expect(after).toMatchObject({ phase: "back", want: 0, mine: [25, 0] });
    }
  });

  it("not at an alarm of the stable color", () =>
    expect(of(documentOf(), lookOf({ alarms: { "errors-blue": "ALARM", "errors-green": "OK" } })).phase).toBe(
      "baking",
    ));

  it("when it is blind for three minutes, and not before", () => {
    const { targets: _, ...rest } = lookOf({ unknown: ["targets of green (Throttling: slow down)"] });
    const blind: Look = { ...rest, targets: {} };
    const first = of(documentOf({ phase: "baking", movedAt: ago(30) }), blind);
    expect([first.phase, first.act, first.after.wrongSince]).toEqual(["baking", undefined, NOW]);
    expect(of(first.after, { ...blind, now: NOW + 3 * MINUTE - 1 }).phase).toBe("baking");
    expect(of(first.after, { ...blind, now: NOW + 3 * MINUTE }).events[0]?.reason).toBe(
      "cannot be seen: targets of green (Throttling: slow down), for 3 minutes",
    );
    expect(of(first.after, lookOf({ now: NOW + MINUTE })).after.wrongSince).toBeUndefined();
  });

  it("when an alarm is gone for three minutes", () =>
    expect(of(documentOf({ wrongSince: ago(3) }), lookOf({ alarms: {} })).events[0]?.reason).toBe(
      "cannot be seen: alarm errors-green does not exist, for 3 minutes",
    ));

  it("when the candidate lost half of its targets for three minutes", () => {
    const document = documentOf({
      want: 50,
      mine: [50],
      release: releaseOf({ step: 1, healthy: 8 }),
      movedAt: ago(30),
    });
    const look = lookOf({ live: 50, recorded: 50, targets: targets(9, 4, 9) });
    const first = of(document, look);
    expect([first.phase, first.after.wrongSince]).toEqual(["baking", NOW]);
    expect(of({ ...document, wrongSince: ago(3) }, look).events[0]?.reason).toBe(
      "green had 8 healthy targets and has 4, too few for 50 %, for 3 minutes",
    );
  });

  it("when the listener does not take a weight within five minutes", () => {
    const document = documentOf({ phase: "shifting", want: 50, mine: [25, 50], movedAt: ago(5) });
    expect(of(document, lookOf()).events[0]?.reason).toBe(
      "the listener did not show 50 % for green within 5 minutes",
    );
    expect(of({ ...document, movedAt: ago(4) }, lookOf()).act).toEqual(moves(50, true));
  });
});

describe("going back", () => {
  const back = documentOf({
    phase: "back",
    want: 0,
    mine: [25, 0],
    wrongSince: NOW,
    reason: "in ALARM: errors-green",
  });

  it("moves without alarms, record and lock", () =>
    expect(of(back, { now: NOW, live: 25, targets: {}, unknown: [] }).act).toEqual(moves(0, false)));

  it("says after a minute that it does not succeed, once", () => {
    const late = of(back, lookOf({ now: NOW + MINUTE }));
    expect([late.act, late.events[0]?.reason]).toEqual([
      moves(0, false),
      "the listener still has blue 75 %, green 25 %; the move is tried again every minute",
    ]);
    expect(late.said).toEqual(["not rolled back"]);
    expect(of(late.after, lookOf({ now: NOW + 2 * MINUTE }))).toMatchObject({
      act: moves(0, false),
      said: [],
    });
  });

  it("is stuck where stable has no target, and goes on by itself once it has", () => {
    const empty = { targets: { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } } };
    const stuck = of(back, lookOf(empty));
    expect([stuck.phase, stuck.act, stuck.events[0]?.reason]).toEqual([
      "stuck",
      undefined,
      "in ALARM: errors-green; but blue cannot answer (targets: blue 0 healthy of 0, green 2 healthy of 2)",
    ]);
    expect(of(stuck.after, lookOf(empty)).said).toEqual([]);
    // A deployment may start the color's tasks.
    const { release } = stuck.after;
    const lock = { id: release?.id ?? "", operation: "release", who: "ada", since: 0 };
    expect(of(stuck.after, lookOf({ ...empty, lock })).act).toEqual({ kind: "unlock", id: lock.id });
    expect(of(stuck.after, lookOf())).toMatchObject({ phase: "back", act: moves(0, false) });
    expect(of({ ...stuck.after, forced: true }, lookOf(empty)).act).toEqual(moves(0, false));
  });

  it("goes to unhealthy targets only where the candidate has no healthy one either", () => {
    expect(of(back, lookOf({ targets: targets(0, 2) })).phase).toBe("stuck");
    expect(of(back, lookOf({ targets: targets(0, 0) })).act).toEqual(moves(0, false));
  });

  it("is settled ten minutes after it was reached, and undoes what lands late", () => {
    const reached = of(back, lookOf({ live: 0 }));
    expect([reached.phase, reached.said, reached.after.ended]).toEqual([
      "settling",
      ["rolled back"],
      "rolled back",
    ]);
    const late = of(reached.after, lookOf({ live: 25 }));
    expect([late.act, late.said]).toEqual([moves(0, false), ["moved again"]]);
    const soon = lookOf({ live: 0, recorded: 0, now: NOW + 10 * MINUTE - 1 });
    expect(of(reached.after, soon).phase).toBe("settling");
    expect(of(reached.after, { ...soon, now: NOW + 10 * MINUTE }).phase).toBe("idle");
  });
});

describe("a step", () => {
  it("is baked from when the listener has it, with the targets that the candidate has then", () => {
    const { after } = of(documentOf({ phase: "shifting", movedAt: ago(2) }), lookOf());
    expect(after).toMatchObject({ phase: "baking", movedAt: NOW, release: { healthy: 2 } });
  });

  it("is followed by the next one after its minutes", () => {
    expect(of(documentOf({ movedAt: ago(4.9) }), lookOf()).phase).toBe("baking");
    expect(of(documentOf({ movedAt: ago(5) }), lookOf())).toMatchObject({
      phase: "shifting",
      want: 50,
      act: moves(50, true),
      said: ["shifting"],
    });
  });

  it("waits for its requests, and is inconclusive without them", () => {
    const release = releaseOf({ minRequests: 100 });
    const at = (minutes: number, requests: number) =>
      of(documentOf({ release, movedAt: ago(minutes) }), lookOf({ requests }));
    expect([at(59, 99).phase, at(5, 100).want]).toEqual(["baking", 50]);
    expect(at(60, 99).events).toMatchObject([
      {
        action: "paused",
        reason:
          "too few requests to judge by: resume waits for more requests, promote sends all traffic to the candidate, rollback sends all traffic back",
      },
    ]);
  });

  it("waits for an approval", () => {
    const release = releaseOf({ steps: [step(25), step(100, 5, true)] });
    expect(of(documentOf({ release, movedAt: ago(5) }), lookOf()).after.release?.paused).toBe("approval");
    expect(of(documentOf({ release: { ...release, approved: 1 }, movedAt: ago(5) }), lookOf()).want).toBe(
      100,
    );
  });

  it("is not taken where the candidate has fewer targets than its share of the larger color's", () => {
    const release = releaseOf({ steps: [step(25), step(100)] });
    const served = lookOf({ targets: targets(8, 2, 8) });
    expect(of(documentOf({ release, movedAt: ago(5) }), served).after.release?.paused).toBe(
      "too few targets",
    );
    expect(
      of(documentOf({ movedAt: ago(5), release: releaseOf({ steps: [step(20), step(25)] }) }), served).want,
    ).toBe(25);
  });

  it("that is the last one completes the release, at 100 %", () => {
    const release = releaseOf({ step: 2 });
    const done = of(
      documentOf({ release, want: 100, mine: [25, 50, 100], movedAt: ago(5) }),
      lookOf({ live: 100, recorded: 100 }),
    );
    expect(done).toMatchObject({
      phase: "settling",
      want: 100,
      said: ["completed"],
      after: { ended: "completed", reason: "the last step is over; blue 0 %, green 100 %" },
    });
  });

  it("of a promoted release does not complete it as one whose steps were watched", () => {
    const release = releaseOf({ step: 1, promoted: true, steps: [step(25), step(100, 0)] });
    const { after } = of(documentOf({ release, want: 100, mine: [25, 100] }), lookOf({ live: 100 }));
    expect([after.ended, after.reason]).toEqual([
      "completed",
      "the last step is over; promote began this step without waiting for the steps before it; blue 0 %, green 100 %",
    ]);
  });
});

describe("what is idle", () => {
  const completed = idle({ want: 100, mine: [25, 100], release: releaseOf(), ended: "completed" });

  it("settles once more where an own weight comes back within an hour", () => {
    const { phase, act, said } = of({ ...completed, movedAt: ago(59) }, lookOf());
    expect([phase, act, said]).toEqual(["settling", moves(100, true), ["moved again"]]);
    expect(of({ ...completed, movedAt: ago(60) }, lookOf()).phase).toBe("foreign");
  });

  it("does not become foreign by one look that does not show alarms", () => {
    const { alarms: _, ...blind } = lookOf();
    const first = of({ ...completed, phase: "settling", movedAt: ago(11) }, blind);
    expect([first.phase, first.act]).toEqual(["settling", undefined]);
    const later = { ...blind, now: NOW + 11 * MINUTE };
    const second = of(first.after, later);
    expect([second.phase, of(second.after, later).phase]).toEqual(["settling", "foreign"]);
    const whole = of(second.after, { ...lookOf(), now: NOW + 12 * MINUTE });
    expect([whole.act, whole.after.warned]).toEqual([moves(100, true), undefined]);
    const right = of(second.after, { ...lookOf({ live: 100, recorded: 100 }), now: NOW + 12 * MINUTE });
    expect([right.phase, right.after.warned]).toEqual(["settling", undefined]);
  });

  it("has the record put right, and its lock freed after that", () => {
    const lock = { id: "release-1", operation: "release", who: "somebody", since: ago(30) };
    const look = lookOf({ live: 100, recorded: 25, lock });
    expect(of(completed, look).act).toEqual({ kind: "record", green: 100 });
    expect(of(completed, { ...look, recorded: 100 }).act).toEqual({ kind: "unlock", id: "release-1" });
  });

  it.each([
    ["a deploy's", "deploy", "release-1", 30],
    ["another release's that has just begun", "release", "release-2", 0.9],
  ])("leaves a lock that is %s", (_, operation, id, minutes) => {
    const lock = { id, operation, who: "somebody", since: ago(minutes) };
    expect(of(completed, lookOf({ live: 100, recorded: 100, lock })).act).toBeUndefined();
  });
});

describe("after the end", () => {
  const completed = idle({ want: 100, mine: [25, 100], release: releaseOf(), ended: "completed" });

  it("a release alarm that hears of the last minutes sends traffic back while it settles, and not later", () => {
    const look = lookOf({ live: 100, recorded: 100, alarms: { "errors-green": "ALARM" } });
    const settling = of({ ...completed, phase: "settling", movedAt: ago(2) }, look);
    expect([settling.phase, settling.act]).toEqual(["back", moves(0, false)]);
    expect(of(completed, look)).toMatchObject({ phase: "idle", said: [] });
  });

  it("what was sent off before somebody moved the listener without the controller is undone, a hand's weight is not", () => {
    const held = { ...completed, phase: "held" as const, want: 0, movedAt: ago(1) };
    expect(of(held, lookOf({ live: 25 }))).toMatchObject({ phase: "held", act: moves(0, false) });
    expect(of(held, lookOf({ live: 33 })).act).toBeUndefined();
    expect(of({ ...held, movedAt: ago(10) }, lookOf({ live: 25 })).act).toBeUndefined();
  });

  it("a pause undoes a late call that gives the candidate more, and moves nothing on", () => {
    const paused = documentOf({
      phase: "paused",
      want: 25,
      mine: [25, 50],
      release: releaseOf({ paused: "asked" }),
    });
    expect(of(paused, lookOf({ live: 50 }))).toMatchObject({ phase: "paused", act: moves(25, false) });
    expect(of({ ...paused, want: 50 }, lookOf({ live: 25 })).act).toBeUndefined();
  });
});
