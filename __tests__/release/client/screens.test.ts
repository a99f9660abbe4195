import { readFileSync } from "node:fs";
import { join } from "node:path";
import { block } from "../../../src/release/client/block";
import { badSeen, goodSeen, inconclusiveSeen, stuckSeen } from "./made-up-screens";

const SCREENS = { good: goodSeen, bad: badSeen, inconclusive: inconclusiveSeen, stuck: stuckSeen };

describe.each(Object.entries(SCREENS))("the screen of a release that is %s", (name, seen) => {
  it.each([60, 100, 200])("is this text at %i columns", (columns) => {
    const shown = block("x1", seen, columns);
    expect(`${shown.join("\n")}\n`).toBe(
      readFileSync(join(__dirname, "screens", `${name}-${columns}.txt`), "utf8"),
    );
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  it("has one line for each sentence in a pipe, and no character that a terminal would obey", () => {
    const shown = block("x1", seen, Number.POSITIVE_INFINITY);
    expect(shown.filter((line) => /^ *(?:npm|aws) /.test(line))).toEqual([]);
    expect(shown.join("")).not.toMatch(/\p{C}/u);
  });
});
