import fc from "fast-check";
import { matches, matchesResource, overlaps } from "../../src/iam/pattern";

/** Every text of `a` and `b` of at most six characters. */
const TEXTS = Array.from({ length: 7 }, (_, length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_, place) => ((bits >> place) & 1 ? "a" : "b")).join(""),
  ),
).flat();
const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });

it("agrees with a regular expression, and reaches what some text has both forms of", () => {
  const regular = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  fc.assert(
    fc.property(patterns, patterns, (one, other) => {
      const both = [one, other].map((pattern) => {
        const found = TEXTS.filter((text) => matches(text, pattern) === "yes");
        expect(found).toEqual(TEXTS.filter((text) => regular(pattern).test(text)));
        return new Set(found);
      });
      const common = TEXTS.some((text) => both.every((found) => found.has(text)));
      expect(overlaps(one, other)).toBe(common ? "yes" : "no");
      expect(overlaps(other, one)).toBe(common ? "yes" : "no");
    }),
  );
});

it("is no surer of a resource than any reading of its wildcards", () => {
  const unit = fc.constantFrom("a", ":", "*", "?");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 6 }), (text, pattern) => {
      const arn = text.replace(/[*?]/g, "a");
      const narrow = pattern.replace(/\?|\*+(?!\*|:|$)/g, (it) => (it === "?" ? "[^:]" : "[^:]*"));
      const isSure = new RegExp(`^${narrow.replace(/\*+(?=:|$)/g, ".*")}$`).test(arn);
      const mayBe = matches(arn, pattern) === "yes";
      expect(matchesResource(arn, pattern)).toBe(isSure ? "yes" : mayBe ? "unknown" : "no");
    }),
    { numRuns: 1000 },
  );
});

it("answers for whatever the unknown turns out to be", () => {
  const part = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 2 });
  const parts = fc.tuple(part, fc.constantFrom("", "${x}", "${y}"), part).map((all) => all.join(""));
  const filled = (text: string, x: string, y: string) => text.replaceAll("${x}", x).replaceAll("${y}", y);
  const known = fc.constantFrom("", "a", "b", "ab", "ba");
  fc.assert(
    fc.property(parts, parts, known, known, (one, other, x, y) => {
      const answer = overlaps(one, other);
      if (answer !== "unknown") expect(overlaps(filled(one, x, y), filled(other, x, y))).toBe(answer);
    }),
    { numRuns: 500 },
  );
});
