import fc from "fast-check";
import { environmentNames } from "../../src/sweep/names";
import { ACCOUNT_ID } from "../support/environments";
import { suffixes } from "../support/suffixes";

it("no name is of two suffixes, however they imitate each other", () => {
  const imitating = fc.constantFrom(
    "x-",
    "blue-",
    "green-",
    "us-east-1a-",
    "blue-cpu-",
    "database-",
    "flow-",
  );
  fc.assert(
    fc.property(suffixes, fc.oneof(suffixes, imitating), (one, another) => {
      const other = another.endsWith("-") ? `${another}${one}` : another;
      fc.pre(one !== other && other.length <= 13);
      const of = (suffix: string) =>
        Object.entries(environmentNames(suffix, ACCOUNT_ID)).flatMap(([type, all]) =>
          all.map((name) => `${type} ${name}`),
        );
      const taken = new Set(of(one));
      expect(of(other).filter((name) => taken.has(name))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
