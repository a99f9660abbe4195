import fc from "fast-check";
import { changed } from "../../src/settings/changed";
import { everySetting } from "../../src/settings/json-schema";
import { BAD, type Bad, isOfEntry } from "../support/bad-values";
import { EPHEMERAL, SECRETS } from "../support/environments";
import { problemsOf } from "../support/problems";

const SETTINGS = everySetting().map(([path]) => path.join("."));

describe("a bad value", () => {
  const known = Object.keys(BAD);

  it("is known of every setting", () => {
    const settings = known.map((field) => field.replace(/\.(PARTNER_USER|0)\./, ".*."));
    const where = "write a bad value of it into BAD of __tests__/support/bad-values.ts";
    expect(
      SETTINGS.filter((setting) => !settings.includes(setting)).map((setting) => `${setting}: ${where}`),
    ).toEqual([]);
  });

  it.each(known)("of %s is refused by its name", (field) => {
    const base = isOfEntry(field) ? SECRETS : EPHEMERAL;
    for (const value of fc.sample(BAD[field] as Bad, { numRuns: 5, seed: 1 })) {
      const problems = problemsOf(changed(base, field, value)).map((problem) => problem.field);
      expect([value, ...new Set(problems)]).toEqual([value, field]);
    }
  });
});
