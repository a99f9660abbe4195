import { parseDocument, type ReleaseDocument } from "../../../src/release/controller/document";
import { documentIn, tick, world } from "./made-up-aws";
import { cause, command, documentOf, idle, MINUTE, NOW, releaseOf } from "./made-up-documents";

const YEARS = 365 * 24 * 60 * MINUTE;
const line = (over: object) => ({ id: "7-0", at: new Date(NOW).toISOString(), action: "stuck", ...over });
const release = (over: object) => ({ release: { ...releaseOf(), ...over } });

/**
 * Edits of a document that the controller itself never writes. The edited document counts as unreadable, and its phase becomes
 * `foreign`.
 */
const CORRUPT: readonly (readonly [what: string, edit: object, field: string])[] = [
  ["sends back to 50 %", { phase: "back", want: 50 }, "want"],
  ["sends back to the candidate", { phase: "back", want: 100 }, "want"],
  ["is stuck at another weight than a whole one", { phase: "stuck", want: 30, release: undefined }, "want"],
  ["settles at 50 % after a rollback", { phase: "settling", want: 50, ended: "rolled back" }, "want"],
  ["bakes at a weight of no step", { want: 80, mine: [80] }, "want"],
  ["shifts to the weight of another step", { phase: "shifting", want: 50 }, "want"],
  ["has approvals in advance", release({ approved: 9 }), "release"],
  ["has no release alarm", release({ alarms: [] }), "release"],
  ["has steps that fall", release({ steps: [...releaseOf().steps].reverse(), step: 2 }), "release"],
  ["is paused without a release", { phase: "paused", release: undefined }, "release"],
  ["has a revision that cannot rise", { rev: Number.MAX_SAFE_INTEGER }, "rev"],
  ["has a line without a time", { outbox: [line({ at: "soon" })] }, "outbox"],
  ["has a line without an action", { outbox: [line({ action: undefined })] }, "outbox"],
];

describe("a document that a hand edited", () => {
  it.each(CORRUPT)("so that it %s is one that cannot be read", (_, edit, field) => {
    const text = JSON.stringify({ ...documentOf(), ...edit });
    expect(parseDocument(text)).toEqual({ unreadable: `the field ${field} is not valid` });
    const it = world({ text, live: 25, recorded: 25, alarms: { "errors-green": "ALARM" } });
    tick(it, cause());
    expect([documentIn(it).phase, it.kept, it.moves]).toEqual(["foreign", [text], []]);
    expect(it.lines.map(({ action }) => action)).toEqual(["foreign"]);
  });

  /** Edits after which the controller still guards the release. */
  const guarded = (edit: Partial<ReleaseDocument>) =>
    world({ text: JSON.stringify(documentOf(edit)), live: 25, recorded: 25 });
  const AHEAD: readonly (readonly [what: string, edit: Partial<ReleaseDocument>])[] = [
    ["the phase began", { movedAt: NOW + YEARS }],
    ["something is wrong", { wrongSince: NOW + YEARS }],
    ["the release began", { release: releaseOf({ startedAt: NOW + YEARS }) }],
    [
      "the pause was told",
      { phase: "paused", release: releaseOf({ paused: "asked", pausedAt: NOW + YEARS }) },
    ],
    ["all of that began", { movedAt: NOW + YEARS, release: releaseOf({ startedAt: NOW + YEARS }) }],
  ];

  it.each(AHEAD)("so that %s in the future goes on from now, and hears alarms", (_, edit) => {
    const it = guarded(edit);
    tick(it, cause());
    const { movedAt, wrongSince = 0, release: { startedAt, pausedAt = 0 } = releaseOf() } = documentIn(it);
    expect(Math.max(movedAt, wrongSince, startedAt, pausedAt)).toBeLessThanOrEqual(it.now);
    it.now += 2 * MINUTE;
    tick(it, cause(undefined, { name: "errors-green", at: it.now - 1000 }));
    expect([documentIn(it).phase, it.live]).toEqual(["settling", 0]);
  });

  it("so that all is in the future hears an alarm of before the tick", () => {
    const it = guarded({ release: releaseOf({ startedAt: NOW + YEARS }), movedAt: NOW - 5 * MINUTE });
    tick(it, cause(undefined, { name: "errors-green", at: NOW - MINUTE }));
    expect(it.live).toBe(0);
  });

  it("so that it bakes from the future on takes its next step when the minutes from now are over", () => {
    const it = guarded({ movedAt: NOW + YEARS });
    tick(it, cause());
    it.now += 4 * MINUTE;
    tick(it, cause());
    expect(it.live).toBe(25);
    it.now += 2 * MINUTE;
    tick(it, cause());
    expect(it.live).toBe(50);
  });

  it("so that it is at rest from the future on calls a hand's weight a late call for an hour, and not for ever", () => {
    const it = world({
      text: JSON.stringify(idle({ mine: [40], movedAt: NOW + YEARS })),
      live: 0,
      recorded: 0,
    });
    tick(it, cause());
    it.now += 61 * MINUTE;
    it.live = 40;
    tick(it, cause());
    expect([documentIn(it).phase, it.live]).toEqual(["foreign", 40]);
  });

  it.each([
    ["is told of in the future", { pausedAt: NOW + YEARS }],
    ["was told of at no time", {}],
  ])("so that its pause %s reminds people every four hours all the same", (_, edit) => {
    const it = guarded({ phase: "paused", release: releaseOf({ paused: "asked", ...edit }) });
    for (let minute = 0; minute <= 9 * 60; minute++, it.now += MINUTE) tick(it, cause());
    expect(it.lines.map(({ action }) => action)).toEqual(["paused", "paused"]);
  });

  it("so that its release is paused without a reason is guarded, and promote and rollback end it", () => {
    const it = guarded({ phase: "paused" });
    tick(it, cause());
    expect(documentIn(it).phase).toBe("paused");
    tick(it, cause(command({ kind: "promote" })));
    expect(documentIn(it).phase).not.toBe("paused");
  });
});
