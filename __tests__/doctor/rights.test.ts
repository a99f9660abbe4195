import { IAMClient } from "@aws-sdk/client-iam";
import { RIGHTS } from "../../src/doctor/rights";
import type { Subject } from "../../src/doctor/subject";
import { PROFILES } from "../../src/settings/profiles";

/** What the doctor says where IAM answers each simulation like this. */
async function found(result: object) {
  const iam = Object.assign(Object.create(IAMClient.prototype), {
    send: async ({ input }: { input: { ActionNames: string[]; ResourceArns: string[] } }) => ({
      EvaluationResults: input.ActionNames.map((EvalActionName) => ({
        EvalActionName,
        EvalResourceName: input.ResourceArns[0],
        ...result,
      })),
    }),
  });
  const me = async () => ({ arn: "arn:aws:iam::123456789012:user/ada", accountId: "123456789012" });
  const subject = { aws: { iam }, suffix: "dev", env: {}, settings: () => PROFILES.ephemeral, me };
  return RIGHTS[0]?.look(subject as unknown as Subject, new AbortController().signal);
}

it("rights that IAM allows pass", async () =>
  expect(await found({ EvalDecision: "allowed" })).toMatchObject({ kind: "pass" }));

it("rights that no policy gives are missing", async () =>
  expect(await found({ EvalDecision: "implicitDeny" })).toMatchObject({ kind: "fail" }));

it.each([
  ["on *", { MissingContextValues: ["aws:MultiFactorAuthPresent"] }],
  ["on an ARN", { ResourceSpecificResults: [{ MissingContextValues: ["aws:MultiFactorAuthPresent"] }] }],
])("rights that depend on what only a real call has cannot be known, %s", async (_on, result) =>
  expect(await found({ EvalDecision: "implicitDeny", ...result })).toMatchObject({
    kind: "cannot know",
    text: expect.stringContaining("has 0 of"),
  }),
);
