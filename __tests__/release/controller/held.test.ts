import { documentIn, tick, world } from "./made-up-aws";
import { cause, command, documentOf, NOW } from "./made-up-documents";

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
  expect(it.lines.map(({ action }) => action)).toEqual(["held"]);
});
