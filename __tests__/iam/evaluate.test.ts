import { applies, evaluate, type Request, type Verdict } from "../../src/iam/evaluate";
import { statementOf } from "../../src/iam/statement";

type Json = Record<string, unknown>;

const BUCKET = "arn:aws:s3:::b";
const read: Request = { action: "s3:GetObject", resource: `${BUCKET}/dev/key` };
const allow = (more: Json = {}): Json => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: `${BUCKET}/dev/*`,
  ...more,
});
const deny = (more: Json = {}) => allow({ Effect: "Deny", ...more });
const verdict = (statements: readonly Json[], request: Request) =>
  evaluate(statements.map(statementOf), request);
const inRegion = { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } };
const mayCarry = () => true;

/** Statements, a call, and IAM's verdict. */
const CASES: ReadonlyArray<
  [what: string, verdict: Verdict, statements: readonly Json[], more?: Partial<Request>]
> = [
  ["nothing said", "denied", []],
  ["what is allowed", "allowed", [allow()]],
  ["another action", "denied", [allow({ Action: "s3:PutObject" })]],
  ["one of several actions", "allowed", [allow({ Action: ["s3:PutObject", "s3:GetObject"] })]],
  ["an action in other letters", "allowed", [allow({ Action: "S3:getobject" })]],
  ["an action by wildcard", "allowed", [allow({ Action: "s3:Get*" })]],
  ["everything but another action", "allowed", [allow({ Action: undefined, NotAction: "s3:PutObject" })]],
  ["everything but the action", "denied", [allow({ Action: undefined, NotAction: ["s3:getobject"] })]],
  ["another resource", "denied", [allow({ Resource: `${BUCKET}/prod/*` })]],
  ["a resource whose name only begins so", "denied", [allow({ Resource: `${BUCKET}/dev` })]],
  ["a resource in other letters", "denied", [allow({ Resource: `${BUCKET}/DEV/*` })]],
  ["a dot for a dot only", "denied", [allow({ Resource: "arn:aws:s3:::b.dev/key" })]],
  ["any one character", "allowed", [allow({ Resource: `${BUCKET}/d?v/key` })]],
  ["a wildcard that would have to go beyond a colon", "cannot be known", [allow({ Resource: "arn:a*key" })]],
  ["everything but the resource", "denied", [allow({ Resource: undefined, NotResource: `${BUCKET}/*` })]],
  ["everything but another", "allowed", [allow({ Resource: undefined, NotResource: `${BUCKET}/prod/*` })]],
  ["a denial beside what is allowed", "denied", [allow(), deny()]],
  ["a denial of something else", "allowed", [allow(), deny({ Action: "s3:PutObject" })]],
  ["a key that is not there", "denied", [allow(inRegion)]],
  ["a key that is not known", "cannot be known", [allow(inRegion)], { mayCarry }],
  ["a key that is not known, beside a plain right", "allowed", [allow(), allow(inRegion)], { mayCarry }],
  ["a denial by a key that is not known", "cannot be known", [allow(), deny(inRegion)], { mayCarry }],
  ["a denial by it where nothing is allowed", "denied", [deny(inRegion)], { mayCarry }],
  [
    "a key in other letters",
    "allowed",
    [allow(inRegion)],
    { context: { "AWS:requestedregion": "us-east-1" } },
  ],
  ["a key without values", "denied", [allow(inRegion)], { context: { "aws:RequestedRegion": [] } }],
  [
    "two conditions of which one fails",
    "denied",
    [allow({ Condition: { StringEquals: { a: "1", b: "2" } } })],
    { context: { a: "1", b: "3" } },
  ],
  [
    "a resource that Terraform fills in",
    "cannot be known",
    [allow({ Resource: "${aws_s3_bucket.b.arn}/*" })],
  ],
  ["a variable of the policy", "cannot be known", [allow({ Resource: `${BUCKET}/\${aws:username}/*` })]],
  ["a variable elsewhere", "denied", [allow({ Resource: "arn:aws:s3:::c/${aws:username}/*" })]],
  ["a call that is tied to no resource", "denied", [allow()], { resource: "*" }],
  ["such a call upon everything", "allowed", [allow({ Resource: "*" })], { resource: "*" }],
];

it.each(CASES.map(([what, expected, statements, more = {}]) => [what, expected, statements, more] as const))(
  "%s: %s",
  (_what, expected, statements, more) => {
    expect(verdict(statements, { ...read, ...more })).toBe(expected);
  },
);

describe("principals", () => {
  const trust = (principal: unknown, more: Json = { Principal: principal }) =>
    statementOf({ Effect: "Allow", Action: "sts:AssumeRole", ...more });
  const by = (type: string, id: string): Request => ({
    action: "sts:AssumeRole",
    resource: "*",
    principal: { type, id },
  });
  const role = "arn:aws:iam::123456789012:role/one";
  const session = "arn:aws:sts::123456789012:assumed-role/one/deploy";

  it.each([
    ["yes", "*", by("AWS", role)],
    ["yes", { AWS: "*" }, by("AWS", role)],
    ["yes", { AWS: role }, by("AWS", role)],
    ["no", { AWS: role }, by("AWS", `${role}s`)],
    ["yes", { AWS: ["123456789012"] }, by("AWS", role)],
    ["yes", { AWS: "arn:aws:iam::123456789012:root" }, by("AWS", role)],
    ["no", { AWS: "arn:aws:iam::210987654321:root" }, by("AWS", role)],
    ["no", { Service: "ecs-tasks.amazonaws.com" }, by("AWS", "ecs-tasks.amazonaws.com")],
    ["yes", { Service: "ecs-tasks.amazonaws.com" }, by("Service", "ecs-tasks.amazonaws.com")],
    ["unknown", { AWS: "${aws_iam_role.one.arn}" }, by("AWS", role)],
    ["yes", { AWS: role }, by("AWS", session)],
    ["yes", { AWS: "arn:aws:iam::123456789012:role/of/teams/one" }, by("AWS", session)], // its path is in no session
    ["yes", { AWS: "123456789012" }, by("AWS", "123456789012")], // an account as a caller, in both spellings
    ["yes", { AWS: "arn:aws:iam::123456789012:root" }, by("AWS", "123456789012")],
    ["yes", { AWS: "123456789012" }, by("AWS", "arn:aws:iam::123456789012:root")],
    ["no", { AWS: "210987654321" }, by("AWS", "123456789012")],
    ["no", { AWS: "210987654321" }, by("AWS", "arn:aws:iam::123456789012:root")],
    ["yes", { AWS: session }, by("AWS", session)],
    ["yes", { AWS: "123456789012" }, by("AWS", session)],
    ["no", { AWS: session }, by("AWS", `${session}s`)],
    ["no", { AWS: session }, by("AWS", role)],
    ["no", { AWS: `${role}s` }, by("AWS", session)],
    ["no", { AWS: "arn:aws:iam::210987654321:role/one" }, by("AWS", session)],
    ["no", { AWS: "arn:aws:iam::123456789012:user/one" }, by("AWS", session)],
    ["no", { AWS: "arn:aws:iam::123456789012:role/of/one" }, by("AWS", role)],
    ["unknown", { AWS: "${aws_iam_role.one.arn}" }, by("AWS", session)],
    ["unknown", { AWS: "arn:aws:iam::123456789012:role/${aws_iam_role.one.name}" }, by("AWS", session)],
    ["unknown", { AWS: role }, { action: "sts:AssumeRole", resource: "*" }],
    // Only an account is everybody of an account, whatever else has twelve digits.
    ["no", { AWS: "arn:aws:iam::123456789012:user/123456789012" }, by("AWS", role)],
    ["no", { AWS: "arn:aws:iam::123456789012:role/root" }, by("AWS", role)],
    ["no", { AWS: "arn:aws:iam::12345678901x:root" }, by("AWS", "arn:aws:iam::12345678901x:role/one")],
    ["no", { Federated: "123456789012" }, by("Federated", "arn:aws:iam::123456789012:saml-provider/one")],
    // Only a session of a role is the role.
    ["no", { AWS: role }, by("AWS", "arn:aws:sts::123456789012:federated-user/one")],
    ["no", { AWS: role }, by("AWS", "arn:aws:sts::123456789012:assumed-role/two/one")],
    ["no", { AWS: "arn:aws:iam::123456789012:role/teams/of/two" }, by("AWS", session)],
  ] as const)("%s for %j", (expected, principal, request) => {
    expect(applies(trust(principal), request)).toBe(expected);
  });

  it("are all but those whom NotPrincipal names", () => {
    const but = trust(undefined, { NotPrincipal: { AWS: role } });
    expect(applies(but, by("AWS", role))).toBe("no");
    expect(applies(but, by("AWS", `${role}s`))).toBe("yes");
  });
});
