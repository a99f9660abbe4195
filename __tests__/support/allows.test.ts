import { allows, type Request } from "./allows";
import type { Attributes } from "./synthesized";

const BUCKET = "arn:aws:s3:::b";
const read: Request = { action: "s3:GetObject", resource: `${BUCKET}/dev/key` };
const allow = (more: Attributes = {}): Attributes => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: `${BUCKET}/dev/*`,
  ...more,
});
const withCondition = (operator: string, wanted: unknown, key = "aws:RequestedRegion") =>
  allow({ Condition: { [operator]: { [key]: wanted } } });

/** Statements, a call, and IAM's verdict. */
const CASES: ReadonlyArray<
  [what: string, verdict: boolean, statements: readonly Attributes[], request: Request]
> = [
  ["nothing said", false, [], read],
  ["what is allowed", true, [allow()], read],
  ["another action", false, [allow({ Action: "s3:PutObject" })], read],
  ["one of several actions", true, [allow({ Action: ["s3:PutObject", "s3:GetObject"] })], read],
  ["an action in other letters", true, [allow({ Action: "S3:getobject" })], read],
  ["an action by wildcard", true, [allow({ Action: "s3:Get*" })], read],
  ["another resource", false, [allow({ Resource: `${BUCKET}/prod/*` })], read],
  ["a resource whose name only begins so", false, [allow({ Resource: `${BUCKET}/dev` })], read],
  ["a resource in other letters", false, [allow({ Resource: `${BUCKET}/DEV/*` })], read],
  ["a dot for a dot only", false, [allow({ Resource: "arn:aws:s3:::b.dev/key" })], read],
  ["any one character", true, [allow({ Resource: `${BUCKET}/d?v/key` })], read],
  ["a denial beside what is allowed", false, [allow(), allow({ Effect: "Deny" })], read],
  ["a denial of something else", true, [allow(), allow({ Effect: "Deny", Action: "s3:PutObject" })], read],
  ...(
    [
      ["StringEquals", "us-east-1", true, false],
      ["StringEquals", ["eu-west-1", "us-east-1"], true, false],
      ["StringEquals", "us-*", false, false],
      ["StringLike", "us-*", true, false],
      ["ArnLike", "us-*", true, false],
      ["ArnEquals", "us-*", true, false],
      ["Bool", "us-east-1", true, false],
      ["StringEqualsIfExists", "us-east-1", true, true],
      ["StringEqualsIfExists", "eu-west-1", false, true],
      ["Null", "true", false, true],
      ["Null", "false", true, false],
    ] as const
  ).flatMap(
    ([operator, wanted, present, absent]): Array<(typeof CASES)[number]> => [
      [
        `${operator} ${wanted} with the key`,
        present,
        [withCondition(operator, wanted)],
        { ...read, context: { "aws:requestedregion": "us-east-1" } },
      ],
      [`${operator} ${wanted} without the key`, absent, [withCondition(operator, wanted)], read],
    ],
  ),
  [
    "two conditions of which one fails",
    false,
    [allow({ Condition: { StringEquals: { a: "1", b: "2" } } })],
    { ...read, context: { a: "1", b: "3" } },
  ],
];

describe("an identity's policies", () => {
  it.each(CASES)("judge %s: %s", (_what, verdict, statements, request) => {
    expect(allows(statements, request)).toBe(verdict);
  });

  it("are not guessed at", () => {
    expect(() => allows([withCondition("IpAddress", "10.0.0.0/8")], read)).toThrow(
      "this evaluator does not know the operator IpAddress",
    );
    expect(() => allows([allow({ NotAction: "s3:GetObject" })], read)).toThrow(
      "this evaluator does not know NotAction",
    );
  });
});
