import { messageOf } from "../../../src/release/controller/message";
import { documentIn, targets, tick, world } from "./made-up-aws";
import { cause, command, documentOf, MINUTE, NOW, releaseOf } from "./made-up-documents";

const HOUR = 60 * MINUTE;

/** The lines of the history after the given minutes of a pause that a person asked for. */
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
      from: { green: 25 },
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

describe("a pause on the way to a weight", () => {
  const shifting = documentOf({
    phase: "shifting",
    want: 50,
    mine: [25, 50],
    release: releaseOf({ step: 1 }),
  });

  it.each([
    ["by somebody", cause(command({ kind: "pause" })), targets(2, 2)],
    ["for too few targets", cause(), targets(4, 1)],
  ])("%s tells the weights that the listener has, and beside them the wanted ones", (_, why, seen) => {
    const it = world({ text: JSON.stringify(shifting), live: 25, recorded: 25, targets: seen });
    tick(it, why);
    expect(it.lines).toMatchObject([{ action: "paused", from: { green: 25 }, to: { green: 50 } }]);
  });

  it("tells none where the listener cannot be seen", () => {
    const it = world({ text: JSON.stringify(shifting), live: 25, recorded: 25 });
    tick(it, cause(command({ kind: "pause" })), ({ kind }) =>
      kind === "look" ? ["the load balancer"] : undefined,
    );
    expect(it.lines.map(({ action }) => action)).toEqual(["paused"]);
    expect(it.lines[0]).not.toHaveProperty("from");
  });

  it("says of a color without targets that its share fails only once it has one", () => {
    const first = documentOf({ phase: "shifting", movedAt: NOW });
    const it = world({ text: JSON.stringify(first), targets: targets(2, 0, 0) });
    tick(it, cause(command({ kind: "pause" })));
    const [line] = it.lines;
    expect(line?.action).toBe("paused");
    expect(line && messageOf("x1", line)).not.toContain("FAIL NOW");
  });
});
