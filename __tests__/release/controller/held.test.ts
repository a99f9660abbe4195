import { documentIn, tick, world } from "./made-up-aws";
import { cause, command, documentOf, MINUTE, NOW, releaseOf } from "./made-up-documents";

it("hold keeps nothing of the release that was under way, or that ended before", () => {
  const over = { phase: "settling", want: 0, mine: [25, 0], ended: "rolled back", from: 25 } as const;
  const left = { warned: true, forced: true, wrongSince: NOW } as const;
  const it = world({ text: JSON.stringify({ ...documentOf(), ...over, ...left }) });
  tick(it, cause(command({ kind: "hold" }, "hold-1", "rollback --direct to blue")));
  expect(documentIn(it)).toEqual({
    schema: 1,
    rev: expect.any(Number),
    listenerArn: it.listenerArn,
    phase: "held",
    want: 0,
    mine: [25, 0],
    movedAt: expect.any(Number),
    reason: "rollback --direct to blue",
    commands: [{ id: "hold-1" }],
    outbox: [],
  });
  expect(it.lines).toMatchObject([{ action: "held", to: { blue: 100, green: 0 } }]);
});

describe("within ten minutes of rollback --direct, a hand's weight", () => {
  const held = (live: number, minutes: number) => {
    const before = documentOf({ want: 50, mine: [25, 50], release: releaseOf({ step: 1 }) });
    const it = world({ text: JSON.stringify(before), live: 0, recorded: 0 });
    tick(it, cause(command({ kind: "hold" })));
    it.now += minutes * MINUTE;
    it.live = live;
    return it;
  };

  it.each([
    ["that the controller gave before is undone", 25, 9, 0, ["held", "moved again"]],
    ["that the controller never gave stays", 33, 9, 33, ["held"]],
    ["stays once they are over", 25, 10, 25, ["held"]],
  ])("%s", (_, hand, minutes, live, said) => {
    const it = held(hand, minutes);
    tick(it, cause());
    expect([it.live, documentIn(it).phase, it.lines.map(({ action }) => action)]).toEqual([
      live,
      "held",
      said,
    ]);
  });

  it("is given and kept by repair and set, as the runbook says", () => {
    const it = held(0, 1);
    tick(it, cause(command({ kind: "repair" })));
    tick(it, cause(command({ kind: "set", green: 25, force: false })));
    it.now += 5 * MINUTE;
    tick(it, cause());
    expect([it.live, it.recorded, documentIn(it).phase]).toEqual([25, 25, "settling"]);
  });
});
