import { statementOf } from "../../src/iam/statement";
import { namesSource, refusesPlainHttp } from "../../src/policy/statements";

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
  [true, { StringEquals: { "AWS:sourceaccount": "${data.aws_caller_identity.one.account_id}" } }],
  [false, { StringLike: { "aws:SourceAccount": "1234*" } }],
  [false, { StringEquals: { "aws:SourceAccount": [] } }],
  [false, { StringLike: { "aws:SourceAccount": "*" } }],
  [false, { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }],
  [false, { StringNotEquals: { "aws:SourceAccount": "123456789012" } }],
  [false, { StringEquals: { "aws:PrincipalAccount": "123456789012" } }],

  [true, { ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:123456789012:*" } }],
  [true, { ArnLike: { "AWS:sourcearn": "arn:aws:logs:*:123456789012:*" } }],
  [true, { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.one.arn}" } }],
  [true, { ArnLike: { "aws:SourceArn": "${aws_cloudwatch_log_group.one.arn}:*" } }],
  [true, { StringLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:123456789012:*" } }],
  [false, { StringLike: { "aws:SourceArn": "arn:aws:logs:*:123456789012:*" } }], // ...:us-east-1:1:a:123456789012:b too
  [false, { ArnLike: { "aws:SourceArn": "*" } }],
  [false, { ArnLike: { "aws:SourceArn": "arn:aws:logs:*" } }],
  [false, { ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:*:*" } }],
  [false, { ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:12345678901?:*" } }],
  [
    false,
    { ArnLike: { "aws:SourceArn": ["arn:aws:logs:us-east-1:123456789012:*", "arn:aws:logs:us-east-1:*:a"] } },
  ],
  [false, { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" } }], // whose account may change
  [false, { ArnEquals: { "aws:SourceArn": "${aws_s3_bucket.one.arn}" } }],
  [
    true,
    {
      ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" },
      StringEquals: { "aws:SourceAccount": "123456789012" },
    },
  ],
  [false, { ArnLikeIfExists: { "aws:SourceArn": "arn:aws:logs:us-east-1:123456789012:*" } }],
])("holds a service to named accounts: %s, by %j", (expected, Condition) => {
  const statement = statementOf({ Effect: "Allow", Action: "sns:Publish", Condition });
  expect(namesSource(statement)).toBe(expected);
});
