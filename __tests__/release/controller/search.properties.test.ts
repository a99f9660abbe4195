import { search } from "./search";
import { MUTANTS } from "./search-mutants";
import type { Options } from "./search-options";

jest.setTimeout(300_000);

/**
 * The searches of `npm test`. In each of them, the actions of one story happen at any moment, while at most two ticks run and the
 * given number of faults occur. Larger searches are in `__tests__/rehearsal/release-search.long.test.ts`.
 */
const STORIES: readonly Options[] = [
  { asks: ["start", "rollback"], weights: [100], faults: 1 },
  { asks: ["start", "alarm"], faults: 2 },
  { asks: ["start", "hand"], faults: 2 },
  { asks: ["start", "blip"], faults: 1 },
  { asks: ["start", "promote", "alarm", "rollback", "start again", "blip", "hand"], ticks: 1, faults: 0 },
  { asks: ["start", "rollback"], from: 0, faults: 1 },
];

describe("ticks that meet people, alarms, late calls and one another", () => {
  const counted: number[] = [];

  it.each(STORIES)("leave nothing wrong in the end: %j", (story) => {
    const { states, violation, path } = search(story);
    counted.push(states);
    expect({ violation, path }).toEqual({});
  });

  it("were searched in earnest", () => {
    const all = counted.reduce((sum, states) => sum + states, 0);
    process.stderr.write(`release controller: ${all.toLocaleString("en")} states searched\n`);
    expect(all).toBeGreaterThan(200_000);
  });
});

describe("a controller", () => {
  const [nothingElse, asked, byHand]: readonly Options[] = [
    { asks: ["start", "rollback"], faults: 1 },
    { asks: ["start", "rollback", "start again"], faults: 1 },
    { asks: ["start", "hand"], faults: 1 },
  ];
  const FOUND: readonly (readonly [mutant: string, options: Options | undefined, violation: string])[] = [
    ["no settling", asked, "rollback is done, and the document is "],
    ["no own weights", nothingElse, "nobody else moved the listener"],
    ["where it came from is an own weight", byHand, "overwrites what a hand set"],
    ["no rising revision", nothingElse, "two ticks can swap the document that both have read"],
    ["no second look after 412", nothingElse, "nobody else moved the listener"],
    ["the document is deleted at the end", asked, "nobody else moved the listener"],
  ];

  it("is searched for each mutant", () =>
    expect(FOUND.map(([mutant]) => mutant)).toEqual(Object.keys(MUTANTS)));

  it.each(FOUND)("with a fault is found out: %s", (mutant, options, violation) => {
    const machine = MUTANTS[mutant];
    const found = options && machine && search({ ...options, machine });
    expect(found?.violation).toContain(violation);
  });
});
