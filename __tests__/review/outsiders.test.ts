import { statementOf } from "../../src/iam/statement";
import { isDoubtful, isForeign } from "../../src/review/outsiders";

const OWN = "123456789012";
const OTHER = "111122223333";
const of = (Principal: unknown, Condition: object = {}, more: object = { Principal }) =>
  statementOf({ Effect: "Allow", Action: "s3:GetObject", Condition, ...more });

describe("whom a policy of a key, bucket, topic or queue lets in", () => {
  it.each<[string, unknown, object?]>([
    ["another account by its number", { AWS: OTHER }],
    ["another account's role", { AWS: `arn:aws:iam::${OTHER}:role/x` }],
    ["one of several", { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OTHER}:root`] }],
    ["anybody", "*"],
    ["a role of any account", { AWS: "arn:aws:iam::*:role/x" }],
    ["a user of S3's own kind", { CanonicalUser: "79a5" }],
    [
      "a service for another account",
      { Service: "logs.amazonaws.com" },
      { StringEquals: { "aws:SourceAccount": OTHER } },
    ],
    [
      "a service for another account's topic",
      { Service: "sns.amazonaws.com" },
      { ArnLike: { "AWS:SourceArn": `arn:aws:sns:us-east-1:${OTHER}:x` } },
    ],
    ["anybody of another account", "*", { StringEquals: { "aws:PrincipalAccount": OTHER } }],
    [
      "a role of that name of any account",
      "*",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
    ],
    ["anybody of accounts with a number like it", "*", { StringLike: { "aws:PrincipalAccount": "1*" } }],
    ["anybody of an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
    ["anybody but one account", "*", { StringNotEquals: { "aws:PrincipalAccount": OTHER } }],
  ])("is foreign: %s", (_, principal, condition = {}) => {
    expect(isForeign(of(principal, condition), OWN)).toBe(true);
  });

  it("is foreign where somebody is only excluded", () => {
    expect(isForeign(of(undefined, {}, { NotPrincipal: { AWS: OWN } }), OWN)).toBe(true);
    expect(isDoubtful(of(undefined, {}, { NotPrincipal: { AWS: OWN } }), OWN)).toBe(true);
  });

  it.each<[string, unknown, object?]>([
    ["its own account", { AWS: `arn:aws:iam::${OWN}:root` }],
    ["a number that is a part of a name", { AWS: `arn:aws:iam::${OWN}:role/import-${OTHER}` }],
    [
      "a number in a key that names nobody",
      { AWS: OWN },
      { StringEquals: { "s3:prefix": OTHER, "aws:RequestTag/order": OTHER } },
    ],
    [
      "a bucket with a number in its name",
      { Service: "s3.amazonaws.com" },
      { ArnLike: { "aws:SourceArn": `arn:aws:s3:::logs-${OTHER}` } },
    ],
    [
      "all but another account, of its own",
      { AWS: OWN },
      { StringNotEquals: { "aws:SourceAccount": OTHER } },
    ],
    ["anybody of its own", "*", { StringEquals: { "aws:SourceOwner": OWN } }],
    ["a role of its own", "*", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/app-*` } }],
    ["anybody by its endpoint", "*", { StringEquals: { "aws:SourceVpce": "vpce-1" } }],
    ["nobody, in a role's policy", undefined],
  ])("is not foreign: %s", (_, principal, condition = {}) => {
    const statement = principal === undefined ? of(undefined, {}, {}) : of(principal, condition);
    expect(isForeign(statement, OWN)).toBe(false);
  });
});

describe("a trust that a new role seldom means", () => {
  const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

  it.each<[string, unknown, object?]>([
    ["in anybody", { AWS: "*" }, MFA],
    ["in another account", { AWS: `arn:aws:iam::${OTHER}:role/x` }, MFA],
    ["in everyone of its account", { AWS: `arn:aws:iam::${OWN}:root` }],
    ["in everyone of its account, by number", { AWS: OWN }],
    ["in whom somebody else vouches for", { Federated: `arn:aws:iam::${OWN}:oidc-provider/x` }, MFA],
  ])("is %s", (_, principal, condition = {}) => {
    expect(isDoubtful(of(principal, condition), OWN)).toBe(true);
  });

  it.each<[string, unknown, object?]>([
    ["in a service", { Service: "ecs-tasks.amazonaws.com" }],
    ["in everyone of its account under a condition", { AWS: `arn:aws:iam::${OWN}:root` }, MFA],
    ["in a role whose name has a number", { AWS: `arn:aws:iam::${OWN}:role/import-${OTHER}` }],
  ])("is not one %s", (_, principal, condition = {}) => {
    expect(isDoubtful(of(principal, condition), OWN)).toBe(false);
  });
});
