import { statementOf } from "../../src/iam/statement";
import { bounds, refusesPlainHttp } from "../../src/policy/statements";

const plainHttp = { Bool: { "aws:SecureTransport": "false" } };
const refusal = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: "${aws_sns_topic.one.arn}",
  Condition: plainHttp,
};

it.each([
  [true, "this refusal", refusal],
  [true, "a refusal of everything", { ...refusal, Action: "*", Resource: "*" }],
  [
    true,
    "a refusal of all but another action",
    { ...refusal, Action: undefined, NotAction: "sns:Subscribe" },
  ],
  [true, "one of who says nothing of TLS", { ...refusal, Condition: { BoolIfExists: plainHttp.Bool } }],
  [true, "a refusal with TLS or without", { ...refusal, Condition: undefined }],
  [false, "a permission", { ...refusal, Effect: "Allow" }],
  [false, "a refusal of one role", { ...refusal, Principal: { AWS: "arn:aws:iam::123456789012:role/one" } }],
  [false, "a refusal of all but a role", { ...refusal, Principal: undefined, NotPrincipal: { AWS: "1" } }],
  [false, "a refusal of another topic", { ...refusal, Resource: "${aws_sns_topic.two.arn}" }],
  [false, "a refusal of another action", { ...refusal, Action: "sns:Subscribe" }],
  [false, "a refusal with TLS", { ...refusal, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  [
    false,
    "a refusal outside an organization",
    { ...refusal, Condition: { ...plainHttp, StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } },
  ],
])("refuses everybody who publishes without TLS: %s, by %s", (expected, _what, statement) => {
  const policy = JSON.stringify({ Statement: [statement] });
  expect(refusesPlainHttp(policy, "sns:Publish", "${aws_sns_topic.one.arn}")).toBe(expected);
});

it.each([
  [true, { StringEquals: { "aws:SourceAccount": "123456789012" } }],
  [true, { ArnLike: { "AWS:sourceaccount": "arn:aws:sns:*" } }],
  [false, { StringLike: { "aws:SourceAccount": "*" } }],
  [false, { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }],
  [false, { StringNotEquals: { "aws:SourceAccount": "123456789012" } }],
  [false, { StringEquals: { "aws:SourceArn": "arn:a" } }],
])("holds a service to its account: %s, by %j", (expected, Condition) => {
  const statement = statementOf({ Effect: "Allow", Action: "sns:Publish", Condition });
  expect(bounds(statement, ["aws:SourceAccount"])).toBe(expected);
});
