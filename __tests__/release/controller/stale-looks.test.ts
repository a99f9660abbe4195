import { type Fault, tick, type World, world } from "./made-up-aws";
import { cause, command, documentOf, idle, MINUTE, NOW, rollback } from "./made-up-documents";

const SET = cause(command({ kind: "set", green: 40, force: false }));

/**
 * Runs a tick whose looks still show the old weights for the given milliseconds after each change.
 *
 * @returns the times of the tick's moves
 */
function moving(document: object, why: Parameters<typeof tick>[1], stale: number) {
  const live = (document as { want: number }).want;
  const it = world({ text: JSON.stringify(document), live, recorded: live });
  const began = it.now;
  const moves: number[] = [];
  let changedAt = Number.NEGATIVE_INFINITY;
  const fault: Fault = (call, doIt) => {
    if (call.kind === "move") moves.push(it.now - began);
    if (call.kind === "move" && it.live !== call.green) changedAt = it.now;
    if (call.kind !== "look" || it.now - changedAt >= stale) return undefined;
    const { live: now } = it;
    Object.assign<World, Partial<World>>(it, { live });
    const seen = doIt();
    Object.assign<World, Partial<World>>(it, { live: now });
    return seen;
  };
  tick(it, why, fault);
  return { moves, live: it.live };
}

describe("a look that is older than the move before it", () => {
  it.each([
    ["on the way back", documentOf(), cause(rollback()), 0],
    ["on the way forward", idle(), SET, 40],
  ])("moves nothing once more within two seconds, %s", (_, document, why, green) => {
    const { moves, live } = moving(document, why, 1500);
    expect([moves.length, live]).toEqual([1, green]);
  });

  it("makes equal moves only with two seconds between them", () => {
    const { moves } = moving(documentOf(), cause(rollback()), 60_000);
    expect(moves.length).toBeGreaterThan(1);
    expect(moves.length).toBeLessThanOrEqual(4);
    for (const [index, at] of moves.entries())
      if (index > 0) expect(at - (moves[index - 1] ?? 0)).toBeGreaterThan(2000);
  });

  it("does not keep a move to another weight waiting", () => {
    const document = documentOf({ movedAt: NOW - 6 * MINUTE });
    const it = world({ text: JSON.stringify(document), live: 25, recorded: 25 });
    const times: number[] = [];
    tick(it, cause(), ({ kind }) => {
      if (kind !== "move") return undefined;
      it.alarms = { "errors-green": "ALARM" };
      times.push(it.now);
      return undefined;
    });
    expect(it.moves).toEqual([50, 0]);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(1000);
  });
});
