import { readFileSync } from "node:fs";
import { join } from "node:path";
import { block } from "../../../src/release/client/block";
import { badSeen, goodSeen, inconclusiveSeen, stuckSeen } from "./made-up-screens";

const SCREENS = { good: goodSeen, bad: badSeen, inconclusive: inconclusiveSeen, stuck: stuckSeen };

describe.each(Object.entries(SCREENS))("the screen of a release that is %s", (name, seen) => {
  it.each([60, 100])("is this text at %i columns", (columns) => {
    const shown = block("x1", seen, columns);
    expect(`${shown.join("\n")}\n`).toBe(
      readFileSync(join(__dirname, "screens", `${name}-${columns}.txt`), "utf8"),
    );
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  it("wraps nothing at 200 columns", () => {
    expect(block("x1", seen, 200)).toEqual(block("x1", seen, Number.POSITIVE_INFINITY));
  });
});
