import fc from "fast-check";
import { changed } from "../../src/settings/changed";
import { acceptedSettings } from "../support/arbitraries";
import { BAD, type Bad, isOfEntry } from "../support/bad-values";
import { EPHEMERAL, PRIVATE, PRODUCTION, SECRETS } from "../support/environments";
import { problemsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";

// A color of its own, so that a field below has a neighbour; a certificate, so that a bad domain is alone.
const BASES = fc.constantFrom<Overrides[]>(EPHEMERAL, PRODUCTION, PRIVATE);

describe.each(Object.keys(BAD))("a bad value of %s", (field) => {
  it("is refused by a problem that names exactly this field", () => {
    fc.assert(
      fc.property(isOfEntry(field) ? fc.constant(SECRETS) : BASES, BAD[field] as Bad, (base, value) => {
        const problems = problemsOf(changed(base, field, value));
        expect([...new Set(problems.map((problem) => problem.field))]).toEqual([field]);
        expect(new Set(problems.map((problem) => problem.allowed)).size).toBe(problems.length); // each said once
      }),
      { numRuns: 30 },
    );
  });
});

describe("an unknown setting", () => {
  it("is refused by name wherever it stands, and its value is not shown", () => {
    const groups = [
      "",
      "network.",
      "database.",
      "application.",
      "application.green.",
      "weights.",
      "waf.",
      "waf.counted.",
      "access.",
      "access.principalArns.",
      "logs.",
      "monitoring.",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...groups), fc.stringMatching(/^zz[a-z]{1,8}$/), (group, key) => {
        const [problem, ...others] = problemsOf(changed(PRIVATE, `${group}${key}`, "s3cr3t"));
        expect(others).toEqual([]);
        expect(problem?.field).toBe(`${group}${key}`);
        expect(JSON.stringify(problem)).not.toContain("s3cr3t");
      }),
    );
  });
});

describe("anything at all", () => {
  it("is either accepted or refused with a field and what is allowed, and never crashes", () => {
    const anywhere = fc.tuple(fc.constantFrom(...Object.keys(BAD)), fc.jsonValue());
    fc.assert(
      fc.property(
        acceptedSettings,
        fc.array(anywhere, { minLength: 1, maxLength: 4 }),
        (settings, changes) => {
          const broken = changes.reduce<Overrides>((all, [field, value]) => {
            try {
              return changed(all, field, value);
            } catch {
              return all; // a part of the path is no object any more
            }
          }, settings);
          for (const { field, got, allowed } of problemsOf(broken)) {
            expect([field, got, allowed].every((text) => typeof text === "string" && text !== "")).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
