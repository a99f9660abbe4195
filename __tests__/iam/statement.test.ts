import { isEverybody, statementsOf } from "../../src/iam/statement";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

it("makes lists of single values", () => {
  expect(
    statementsOf(
      policy({
        Sid: "One",
        Effect: "Allow",
        Principal: { AWS: "1", Service: ["a", "b"] },
        Action: "s3:GetObject",
        Resource: ["x", "y"],
        Condition: { StringLike: { k: "v", l: ["w"] }, Bool: { m: true } },
      }),
    ),
  ).toEqual([
    {
      sid: "One",
      allows: true,
      principals: {
        of: [
          { type: "AWS", id: "1" },
          { type: "Service", id: "a" },
          { type: "Service", id: "b" },
        ],
        except: [],
      },
      actions: { of: ["s3:GetObject"], except: [] },
      resources: { of: ["x", "y"], except: [] },
      conditions: [
        { operator: "StringLike", key: "k", values: ["v"] },
        { operator: "StringLike", key: "l", values: ["w"] },
        { operator: "Bool", key: "m", values: ["true"] },
      ],
    },
  ]);
});

it("takes everything but something for everything", () => {
  expect(
    statementsOf(
      policy({ Effect: "Deny", NotPrincipal: { AWS: "1" }, NotAction: "s3:*", NotResource: ["x"] }),
    ),
  ).toEqual([
    {
      sid: "(no Sid)",
      allows: false,
      principals: { of: [{ type: "*", id: "*" }], except: [{ type: "AWS", id: "1" }] },
      actions: { of: ["*"], except: ["s3:*"] },
      resources: { of: ["*"], except: ["x"] },
      conditions: [],
    },
  ]);
});

it("takes a statement without actions for one about none", () => {
  expect(statementsOf(policy({ Effect: "Allow", Resource: "*" }))).toMatchObject([
    { actions: { of: [], except: [] } },
  ]);
});

it("takes a single statement", () => {
  expect(statementsOf('{"Statement":{"Effect":"Allow","Principal":"*","Action":"a:b"}}')).toMatchObject([
    { principals: { of: [{ type: "*", id: "*" }] }, resources: undefined },
  ]);
});

it.each([
  undefined,
  null,
  7,
  "",
  "{broken",
  "null",
  "{}",
  "${aws_iam_policy.one.json}",
  policy({ Effect: "Allow", action: "s3:*", Resource: "*" }), // an element that nobody would look at
  policy({ Effect: "deny", Action: "s3:*", Resource: "*" }), // IAM knows it in these letters only: Deny
  policy({ Action: "s3:*", Resource: "*" }),
  '{"Statement":["text"]}',
])("does not guess at %j", (text) => {
  expect(statementsOf(text)).toBeUndefined();
});

it("knows everybody by both spellings", () => {
  expect(
    [
      { type: "*", id: "*" },
      { type: "AWS", id: "*" },
      { type: "AWS", id: "1" },
    ].map(isEverybody),
  ).toEqual([true, true, false]);
});
