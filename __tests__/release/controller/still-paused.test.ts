import { documentIn, tick, world } from "./made-up-aws";
import { cause, command, documentOf, MINUTE } from "./made-up-documents";

const HOUR = 60 * MINUTE;

/** Lines of the history after so many minutes of a pause, which a person asked for. */
function paused(minutes: number) {
  const it = world({ text: JSON.stringify(documentOf()), live: 25, recorded: 25 });
  tick(it, cause(command({ kind: "pause" }, "pause-1", "lunch")));
  for (let minute = 0; minute < minutes; minute++) {
    it.now += MINUTE;
    tick(it, cause());
  }
  return it;
}

describe("a pause that is forgotten", () => {
  it.each([
    [3 * 60 + 59, 1],
    [4 * 60 + 1, 2],
    [9 * 60, 3],
  ])("of %d minutes is told %d times, and nothing moves", (minutes, told) => {
    const it = paused(minutes);
    expect(it.lines.map(({ action }) => action)).toEqual(Array(told).fill("paused"));
    expect([it.moves, documentIn(it).phase]).toEqual([[], "paused"]);
  });

  it("says why it was made, in a message as that of the pause", () =>
    expect(paused(5 * 60).lines.at(-1)).toMatchObject({
      reason: "still paused: somebody asked for it",
      pause: "asked",
      to: { green: 25 },
    }));

  it("counts anew after each resume", () => {
    const it = paused(3 * 60 + 30);
    tick(it, cause(command({ kind: "resume" })));
    expect(documentIn(it).release?.pausedAt).toBeUndefined();
    tick(it, cause(command({ kind: "pause" }, "pause-2")));
    it.now += HOUR;
    tick(it, cause());
    expect(it.lines.filter(({ action }) => action === "paused")).toHaveLength(2);
  });
});
