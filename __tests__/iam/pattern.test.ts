import fc from "fast-check";
import { equals, isExact, matches, matchesResource, overlaps } from "../../src/iam/pattern";

const ROLE = "${aws_iam_role.one.arn}";

it.each([
  ["arn:a", "arn:a", "yes"],
  ["arn:a", "arn:A", "no"],
  ["arn:a/b/c", "arn:a/*", "yes"],
  ["arn:a", "arn:a*", "yes"],
  ["arn:a", "arn:a?", "no"],
  ["arn:ab", "arn:a?", "yes"],
  ["axb", "a.b", "no"],
  ["two\nlines", "two*", "yes"],
  ["*", "*", "yes"],
  ["*", "arn:*", "no"], // a call that AWS ties to no resource
  ["a*c", "a${*}c", "yes"],
  ["abc", "a${*}c", "no"],
  ["a?c", "a${?}c", "yes"],
  ["a$c", "a${$}c", "yes"],
  [ROLE, ROLE, "yes"],
  [`${ROLE}/x`, `${ROLE}/*`, "yes"],
  [`x/${ROLE}`, "x/*", "yes"],
  [ROLE, "${aws_iam_role.two.arn}", "unknown"],
  ["arn:a", ROLE, "unknown"],
  ["arn:b/x", `arn:a/${ROLE}`, "no"],
  ["home/ada", "home/${aws:username}", "unknown"],
  ["home/ada", "home/$${aws:username}", "unknown"], // as Terraform wants it written
] as const)("whether %j has the form %j: %s", (text, pattern, expected) => {
  expect(matches(text, pattern)).toBe(expected);
});

const TOPIC = "arn:aws:sns:us-east-1:123456789012:a:b";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
it.each([
  ["*", "*", "yes"], // a call that AWS ties to no resource
  [TOPIC, "*", "yes"],
  [TOPIC, "arn:aws:sns:*", "yes"], // the last of its segment: it goes beyond the colon
  [TOPIC, "arn:aws:sns:us-*:a:b", "yes"],
  [TOPIC, "arn:aws:sns:us-*:1?3456789012:a:*", "yes"],
  [TOPIC, "arn:aws:sns:u*1:123456789012:a:b", "yes"],
  [TOPIC, "arn:aws:sns:u*9012:a:b", "unknown"], // would have to go beyond the colon
  [TOPIC, "arn:aws:sns:u**9012:a:b", "unknown"],
  [TOPIC, "arn:aws:sns:us-east-1?123456789012:a:b", "unknown"],
  [TOPIC, "arn:aws:sns:u*9012:a:c", "no"],
  ["arn:aws:s3:::b/x/y", "arn:aws:s3:::b/*y", "yes"], // a slash separates nothing
  ["arn:aws:s3:::b/x:y", "arn:aws:s3:::b/*y", "unknown"],
  [TOPIC, "arn:aws:sns:us-*:${aws_sns_topic.one.name}", "unknown"],
  [ROLE, ROLE, "yes"],
] as const)("whether the resource %j has the form %j: %s", (arn, pattern, expected) => {
  expect(matchesResource(arn, pattern)).toBe(expected);
});

it.each([
  ["a*", "a*", "yes"],
  ["ab", "a*", "no"],
  ["A", "a", "no"],
  [`${ROLE}*`, `${ROLE}*`, "yes"],
  [ROLE, "x", "unknown"],
] as const)("whether %j equals %j: %s", (one, other, expected) => {
  expect([equals(one, other), equals(other, one)]).toEqual([expected, expected]);
});

it.each([
  ["alarm-*-x1", "alarm-*-b-x1", "yes"],
  ["alarm-*-x1", "alarm-*-x2", "no"],
  ["a*", "*b", "yes"],
  ["a?", "?b", "yes"],
  ["a?", "b?", "no"],
  ["?", "??", "no"],
  ["a*b", `a${ROLE}c`, "no"],
  ["a*b", `a${ROLE}b`, "yes"],
  ["ab", `a${ROLE}`, "unknown"],
] as const)("whether %j reaches anything of %j: %s", (one, other, expected) => {
  expect([overlaps(one, other), overlaps(other, one)]).toEqual([expected, expected]);
});

it("tells a name from a pattern", () => {
  expect(["arn:a", ROLE, "a${*}", "a*", "a?", "*"].map(isExact)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

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

it("is quick with many wildcards", () => {
  const long = "a".repeat(200);
  expect(matches(long, `${"*a".repeat(60)}*b`)).toBe("no");
  expect(overlaps(`${"*a".repeat(60)}*b`, `${"a*".repeat(60)}c`)).toBe("no");
});
