import { isMet, narrows, type Values } from "../../src/iam/condition";

const met = (operator: string, wanted: string | string[], values: Values) =>
  isMet({ operator, key: "k", values: [wanted].flat() }, values);

/** An operator, what a policy wants, what a request has, and AWS's answer. */
const TABLE: ReadonlyArray<[string, string | string[], Values, ReturnType<typeof isMet>]> = [
  ["StringEquals", "a", ["a"], "yes"],
  ["StringEquals", "a", ["A"], "no"],
  ["StringEquals", ["b", "a"], ["a"], "yes"],
  ["StringEquals", "a*", ["ab"], "no"],
  ["StringEquals", "a", "absent", "no"],
  ["StringEquals", "a", "unknown", "unknown"],
  ["StringEquals", "${aws_vpc.one.id}", ["vpc-1"], "unknown"],
  ["StringNotEquals", "a", ["b"], "yes"],
  ["StringNotEquals", ["b", "a"], ["a"], "no"],
  ["StringNotEquals", "a", "absent", "yes"],
  ["StringNotEquals", "a", "unknown", "unknown"],
  ["StringEqualsIgnoreCase", "aB", ["Ab"], "yes"],
  ["StringNotEqualsIgnoreCase", "aB", ["Ab"], "no"],
  ["StringLike", "pr-*", ["pr-1"], "yes"],
  ["StringLike", "pr-*", ["PR-1"], "no"],
  ["StringLike", "pr-?", ["pr-12"], "no"],
  ["StringLike", "*", "absent", "no"],
  ["StringNotLike", "pr-*", ["pr-1"], "no"],
  ["StringNotLike", "pr-*", ["dev"], "yes"],
  ["StringNotLike", "pr-*", "absent", "yes"],

  ["ArnLike", "arn:aws:sns:*:1:topic-*", ["arn:aws:sns:us-east-1:1:topic-a:b"], "yes"],
  ["ArnEquals", "arn:aws:sns:*:1:topic-*", ["arn:aws:sns:us-east-1:1:topic-a"], "yes"],
  ["ArnLike", "arn:aws:sns:*1:t", ["arn:aws:sns:us-east-1:1:t"], "unknown"], // AWS has each part by itself
  ["ArnLike", "arn:aws:sns:*", ["arn:aws:sns:us-east-1:1:t"], "unknown"],
  ["ArnLike", "arn:aws:sqs:*", ["arn:aws:sns:us-east-1:1:t"], "no"],
  ["ArnLike", "arn:aws:sns:us-*:t:u", ["arn:aws:sns:us-east-1:1:t:u"], "no"], // no wildcard goes over a colon
  ["ArnLike", "arn:aws:sns:us-*:1:t", ["arn:aws:sns:us-east-1:1:t"], "yes"],
  ["ArnLike", "us-*", ["us-east-1"], "no"],
  ["ArnLike", "arn:aws:sns:*:1:t", ["${aws_sns_topic.one.arn}"], "unknown"],
  ["ArnLike", "*", ["t"], "no"],
  ["ArnNotLike", "arn:aws:sns:*:1:t", ["arn:aws:sns:us-east-1:2:t"], "yes"],
  ["ArnNotEquals", "arn:aws:sns:*:1:t", ["arn:aws:sns:us-east-1:1:t"], "no"],
  ["ArnEquals", "${aws_sns_topic.one.arn}", ["arn:aws:sns:us-east-1:1:t"], "unknown"],
  ["ArnEquals", "${aws_sns_topic.one.arn}", ["${aws_sns_topic.one.arn}"], "yes"],

  ["Bool", "true", ["true"], "yes"],
  ["Bool", "True", ["true"], "yes"],
  ["Bool", "true", ["false"], "no"],
  ["Bool", "true", "absent", "no"],
  ["Bool", "false", "absent", "no"],

  ["Null", "true", "absent", "yes"],
  ["Null", "true", ["a"], "no"],
  ["Null", "false", "absent", "no"],
  ["Null", "false", ["a"], "yes"],
  ["Null", "True", "absent", "yes"],
  ["Null", ["true", "false"], ["a"], "yes"],
  ["Null", "true", "unknown", "unknown"],

  ["StringEqualsIfExists", "a", ["a"], "yes"],
  ["StringEqualsIfExists", "a", ["b"], "no"],
  ["StringEqualsIfExists", "a", "absent", "yes"],
  ["StringEqualsIfExists", "a", "unknown", "unknown"],
  ["StringNotLikeIfExists", "a", "absent", "yes"],
  ["BoolIfExists", "false", "absent", "yes"],
  ["BoolIfExists", "false", ["true"], "no"],

  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], "yes"],
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], "no"],
  ["ForAllValues:StringEquals", ["a", "b"], "absent", "yes"],
  ["ForAllValues:StringEquals", ["a", "b"], "unknown", "unknown"],
  ["ForAllValues:StringNotEquals", "a", ["b", "c"], "yes"],
  ["ForAllValues:StringNotEquals", "a", ["a", "c"], "no"],
  ["ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], "yes"],
  ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], "no"],
  ["ForAnyValue:StringEquals", ["a", "b"], "absent", "no"],
  ["ForAnyValue:StringNotEquals", "a", ["a", "b"], "yes"],
  ["ForAnyValue:StringNotEquals", "a", ["a"], "no"],
  ["ForAnyValue:StringNotEquals", "a", "absent", "no"],
  ["ForAnyValue:StringLikeIfExists", "a*", "absent", "yes"],
  ["StringEquals", ["a", "b"], ["a", "c"], "unknown"], // several values without a qualifier
  ["StringEquals", ["a", "b"], ["a", "b"], "yes"], // whichever of them counts
  ["StringEquals", "a", ["b", "c"], "no"],

  ["NumericEquals", "3", ["3.0"], "yes"],
  ["NumericEquals", ["2", "3"], ["3"], "yes"],
  ["NumericEquals", "30", ["3"], "no"],
  ["NumericNotEquals", "3", ["2"], "yes"],
  ["NumericNotEquals", "3", ["3"], "no"],
  ["NumericNotEquals", "3", "absent", "yes"],
  ["NumericLessThan", "10", ["9"], "yes"], // not as texts
  ["NumericLessThan", "9", ["9"], "no"],
  ["NumericLessThan", "9", "absent", "no"],
  ["NumericLessThan", "9", "unknown", "unknown"],
  ["NumericLessThan", "9", ["nine"], "unknown"],
  ["NumericLessThan", "${aws_lb.one.idle_timeout}", ["9"], "unknown"],
  ["NumericLessThanEquals", "9", ["9"], "yes"],
  ["NumericLessThanEquals", "9", ["9.5"], "no"],
  ["NumericGreaterThan", "-1", ["0"], "yes"],
  ["NumericGreaterThan", "0", ["0"], "no"],
  ["NumericGreaterThanEquals", "0", ["0"], "yes"],
  ["NumericGreaterThanEquals", "1", ["0"], "no"],
  ["NumericGreaterThanIfExists", "1", "absent", "yes"],
  ["NumericGreaterThanIfExists", "1", ["0"], "no"],
  ["ForAllValues:NumericLessThan", "3", ["1", "2"], "yes"],
  ["ForAllValues:NumericLessThan", "3", ["1", "3"], "no"],
  ["ForAllValues:NumericLessThan", "3", "absent", "yes"],
  ["ForAnyValue:NumericLessThan", "3", ["1", "3"], "yes"],
  ["ForAnyValue:NumericLessThan", "3", "absent", "no"],

  ["DateLessThan", "2026-01-01T00:00:00Z", ["2027-01-01T00:00:00Z"], "no"],
  ["DateGreaterThan", "2026-01-01T00:00:00Z", ["2026-01-01T00:30:00+01:00"], "no"],
  ["DateEquals", "2026-01-01", ["1767225600"], "yes"], // seconds since 1970
  ["DateEquals", "2026", ["2026-01"], "yes"],
  ["DateEquals", "2026-01-01", ["2025-12-31T19:00-05:00"], "yes"],
  ["DateEquals", "2026-01-01T00:00:00.50Z", ["2026-01-01T01:00:00.5+01:00"], "yes"],
  ["DateLessThan", "2026-01-01T00:00:00Z", ["2025-12-31T23:59:59.9Z"], "yes"],
  ["DateNotEquals", "2026-01-01", ["2026-01-02"], "yes"],
  ["DateLessThanEquals", "2026-01-01", ["2026-01-01T00:00Z"], "yes"],
  ["DateGreaterThanEquals", "2026-01-01", ["2025-12-31"], "no"],
  ["DateLessThan", "2026-01-01T00:00:00", ["2025-01-01"], "unknown"], // a time of no zone
  ["DateLessThan", "2026-99-01", ["2025-01-01"], "unknown"],
  ["DateLessThan", "2026-01-01", "absent", "no"],

  ["IpAddress", "10.0.0.0/8", ["10.0.0.1"], "yes"],
  ["IpAddress", "10.0.0.0/8", ["11.0.0.1"], "no"],
  ["IpAddress", ["192.0.2.1", "10.0.0.0/8"], ["192.0.2.1"], "yes"],
  ["IpAddress", "192.0.2.1", ["192.0.2.2"], "no"],
  ["IpAddress", "2001:DB8::/32", ["2001:db8::1"], "yes"],
  ["IpAddress", "0.0.0.0/0", ["2001:db8::1"], "no"],
  ["IpAddress", "10.0.0.0/8", "absent", "no"],
  ["IpAddress", "10.0.0.0/8", ["s3.amazonaws.com"], "unknown"],
  ["IpAddress", "10.0.0.0/33", ["10.0.0.1"], "unknown"],
  ["IpAddress", "${aws_vpc.one.cidr_block}", ["10.0.0.1"], "unknown"],
  ["NotIpAddress", "10.0.0.0/8", ["10.0.0.1"], "no"],
  ["NotIpAddress", "10.0.0.0/8", ["11.0.0.1"], "yes"],
  ["NotIpAddress", "10.0.0.0/8", "absent", "yes"],
  ["NotIpAddressIfExists", "10.0.0.0/8", ["10.0.0.1"], "no"],

  ["BinaryEquals", "YQ==", ["YQ=="], "unknown"],
  ["StringResembles", "a", ["a"], "unknown"],
  ["ForSomeValues:StringEquals", "a", ["a"], "unknown"],
];

it.each(TABLE)("%s %j of a request with %j: %s", (operator, wanted, values, expected) => {
  expect(met(operator, wanted, values)).toBe(expected);
});

it.each([
  ["NumericEquals", "-13.25"],
  ["DateEquals", "1767225600"],
  ["DateEquals", "2026-01-02T03:04:05.67+08:00"],
  ["DateEquals", "2026-01-02T03:04-08:00"],
])("%s has %s for a value, and no text with a letter in it", (operator, value) => {
  expect(met(operator, value, [value])).toBe("yes");
  const places = Array.from(value, (_, at) => at);
  const broken = [
    `x${value}`,
    `${value}x`,
    ...places.flatMap((at) => ["x", "_"].map((it) => value.slice(0, at) + it + value.slice(at + 1))),
  ];
  const parts = ["", "-", ".", ".5", "3.", "--3", "3e2"];
  expect([...broken, ...parts].filter((text) => met(operator, value, [text]) !== "unknown")).toEqual([]);
});

it.each([
  ["StringEquals", "a", true],
  ["StringLike", "a-*", true],
  ["StringLike", "*", false],
  ["StringLike", "?*", false],
  ["StringLike", ["a", "*"], false],
  ["ArnLike", "arn:aws:sns:*", true],
  ["ForAnyValue:StringEquals", "a", true],
  ["ForAllValues:StringEquals", "a", false],
  ["StringEqualsIfExists", "a", false],
  ["StringNotEquals", "a", false],
  ["Null", "false", false],
  ["NumericEquals", "1", false],
  ["IpAddress", "10.0.0.0/8", false],
  ["StringEquals", [], false],
] as const)("%s %j narrows a statement: %s", (operator, wanted, expected) => {
  expect(narrows({ operator, key: "k", values: [wanted].flat() })).toBe(expected);
});
