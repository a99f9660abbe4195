import fc from "fast-check";
import { evaluate, type Request, type Verdict } from "../../src/iam/evaluate";
import { statementOf } from "../../src/iam/statement";

type Json = Record<string, unknown>;

const verdict = (statements: readonly Json[], request: Request) =>
  evaluate(statements.map(statementOf), request);
const mayCarry = () => true;

describe("for all statements and calls", () => {
  const word = fc.constantFrom("a", "b", "a*", "${x}");
  const conditions = fc.dictionary(
    fc.constantFrom(
      "StringEquals",
      "StringNotLike",
      "StringLikeIfExists",
      "Null",
      "ForAllValues:StringEquals",
      "ForAnyValue:StringNotEquals",
      "NumericEquals",
    ),
    fc.dictionary(fc.constantFrom("k1", "k2"), fc.array(fc.oneof(word, fc.constantFrom("true", "false")))),
    { maxKeys: 2 },
  );
  const statements = fc.array(
    fc.record({
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: fc.constantFrom("s3:a", "s3:*", "s3:b"),
      Resource: word,
      Condition: conditions,
    }),
    { maxLength: 3 },
  );
  const values = fc.array(fc.constantFrom("a", "b", "ab"), { maxLength: 2 });
  const requests = fc.record({
    action: fc.constantFrom("s3:a", "s3:b"),
    resource: fc.constantFrom("a", "b", "ab"),
    context: fc.dictionary(fc.constantFrom("k1", "k2"), values),
  });

  it("a refusal more allows nothing more, a right more denies nothing more", () => {
    const ranks: readonly Verdict[] = ["denied", "cannot be known", "allowed"];
    const rank = (all: readonly Json[], request: Request) => ranks.indexOf(verdict(all, request));
    fc.assert(
      fc.property(statements, statements, requests, (some, more, request) => {
        const grants = (Effect: string) => more.map((each) => ({ ...each, Effect }));
        expect(rank([...some, ...grants("Deny")], request)).toBeLessThanOrEqual(rank(some, request));
        expect(rank([...some, ...grants("Allow")], request)).toBeGreaterThanOrEqual(rank(some, request));
      }),
    );
  });

  it("a verdict holds for whatever the unknown keys turn out to be", () => {
    fc.assert(
      fc.property(statements, requests, requests, (all, { action, resource, context }, other) => {
        const before = verdict(all, { action, resource, context, mayCarry });
        const known = { ...other.context, ...context };
        if (before !== "cannot be known") {
          expect(verdict(all, { action, resource, context: known })).toBe(before);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
