import { loadsTheSame } from "../../../src/tools/bench/against";
import { inTurn, summarize } from "../../../src/tools/bench/measure";
import { compared } from "../../../src/tools/bench/terraform";

beforeEach(() => jest.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

it("runs in turn, does not count the first, and takes the middle", async () => {
  const order: string[] = [];
  const timed = (what: string, seconds: number[]) => ({
    what,
    run: async () => {
      order.push(what);
      return seconds.shift() ?? Number.NaN;
    },
  });
  const [a, b] = await inTurn(3, timed("a", [9, 3, 1, 2]), timed("b", [9, 5, 5, 8]));
  expect(order.join("")).toBe("abababab");
  expect(a).toEqual({ what: "a", medianSeconds: 2, minSeconds: 1, maxSeconds: 3 });
  expect(b.medianSeconds).toBe(5);
});

it("holds one against another, by how many times it takes", () => {
  const [ours, theirs] = [summarize("ours", [3]), summarize("theirs", [2])];
  expect(compared(ours, theirs, 1.5).map(({ goal, met }) => [goal, met])).toEqual([
    ["at most 1.5 times the next row (result: 1.50 times)", true],
    ["-", true],
  ]);
  expect(compared(ours, theirs, 1.4)[0]?.met).toBe(false);
});

it("takes today's packages for an older commit only where it loads the same", () => {
  const lock = (cdktf: string, jest: string) => ({
    packages: { "node_modules/cdktf": { version: cdktf }, "node_modules/jest": { version: jest } },
  });
  expect(loadsTheSame(lock("0.21.0", "30.5.2"), lock("0.21.0", "29.0.0"))).toBe(true);
  expect(loadsTheSame(lock("0.21.0", "30.5.2"), lock("0.20.0", "30.5.2"))).toBe(false);
});
