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
  ["a*c", "a${b*}c", "unknown"], // no character, but a variable
  ["a*c", "a${*b}c", "unknown"],
  [ROLE, ROLE, "yes"],
  [`${ROLE}/x`, `${ROLE}/*`, "yes"],
  [`x/${ROLE}`, "x/*", "yes"],
  [ROLE, "${aws_iam_role.two.arn}", "unknown"],
  ["arn:a:y:b", `${ROLE}:y:\${a}`, "unknown"],
  ["arn:a:y:b", `${ROLE}:x:\${a}`, "no"], // what stands between two references is known
  ["a b", "ab", "no"],
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
  [TOPIC, "arn:aws:sns:u*9012:a:*", "unknown"], // the last `*` says nothing of the first
  [TOPIC, "arn:aws:sns:u*9012:*:b", "unknown"],
  ["arn:aws:s3:::b/x/y", "arn:aws:s3:::b/*y", "yes"], // a slash separates nothing
  ["arn:aws:s3:::b/x:y", "arn:aws:s3:::b/*y", "unknown"],
  [TOPIC, "arn:aws:sns:us-*:${aws_sns_topic.one.name}", "unknown"],
  [TOPIC, "arn:aws:sns:u*9012:${aws_sns_topic.one.name}", "unknown"], // would have to go beyond the colon too
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

/** All texts of at most `length` of these characters. */
const texts = (characters: string, length: number): string[] =>
  length === 0
    ? [""]
    : ["", ...texts(characters, length - 1).flatMap((it) => [...characters].map((c) => c + it))];

it("agrees with regular expressions on all short texts and patterns, and on what two patterns have in common", () => {
  const all = [...new Set(texts("ab", 5))];
  const found = [...new Set(texts("ab*?", 3))].map((pattern) => {
    const regular = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    const own = all.filter((text) => regular.test(text));
    expect([pattern, all.filter((text) => matches(text, pattern) === "yes")]).toEqual([pattern, own]);
    return { pattern, own: new Set(own) };
  });
  const wrong = found.flatMap((one) =>
    found.filter((other) => {
      const expected = [...one.own].some((text) => other.own.has(text)) ? "yes" : "no";
      return overlaps(one.pattern, other.pattern) !== expected;
    }),
  );
  expect(wrong.map(({ pattern }) => pattern)).toEqual([]);
});

it("is quick with many wildcards", () => {
  const long = "a".repeat(200);
  expect(matches(long, `${"*a".repeat(60)}*b`)).toBe("no");
  expect(overlaps(`${"*a".repeat(60)}*b`, `${"a*".repeat(60)}c`)).toBe("no");
});
