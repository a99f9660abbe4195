import { search } from "../release/controller/search";
import type { Options } from "../release/controller/search-options";

jest.setTimeout(60 * 60_000);

const STORIES: readonly Options[] = [
  { asks: ["start", "rollback"], weights: [100], faults: 3 },
  { asks: ["start", "alarm"], weights: [100], faults: 3 },
  { asks: ["start", "hand"], faults: 3 },
  { asks: ["start", "rollback", "alarm"], weights: [100], faults: 2 },
  { asks: ["start", "promote", "rollback"], faults: 1 },
  { asks: ["start", "rollback", "start again"], weights: [100], faults: 1 },
  { asks: ["start", "promote", "rollback", "alarm"], faults: 0 },
];

describe("ticks that meet people, alarms, late calls and one another", () => {
  it.each(STORIES)("leave nothing wrong in the end: %j", (story) => {
    const { states, violation, path } = search(story);
    process.stderr.write(`release controller: ${states.toLocaleString("en")} states searched\n`);
    expect({ violation, path }).toEqual({});
  });
});
