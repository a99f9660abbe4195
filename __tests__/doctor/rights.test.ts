import { IAMClient } from "@aws-sdk/client-iam";
import { ACCOUNT_ROLES } from "../../src/doctor/account-roles";
import { RIGHTS } from "../../src/doctor/rights";
import type { Subject } from "../../src/doctor/subject";
import { PROFILES } from "../../src/settings/profiles";

interface Asked {
  readonly ActionNames: string[];
  readonly ResourceArns: string[];
}

/** What the doctor says where IAM answers simulations like this. */
function foundWhere(answer: (action: string, asked: Asked) => object, wait = async (_asked: Asked) => {}) {
  const iam = Object.assign(Object.create(IAMClient.prototype), {
    send: async ({ input }: { input: Asked }) => {
      await wait(input);
      const EvaluationResults = input.ActionNames.map((EvalActionName) => ({
        EvalActionName,
        EvalResourceName: "*",
        ...answer(EvalActionName, input),
      }));
      return { EvaluationResults };
    },
  });
  const me = async () => ({ arn: "arn:aws:iam::123456789012:user/ada", accountId: "123456789012" });
  const subject = { aws: { iam }, suffix: "dev", env: {}, settings: () => PROFILES.ephemeral, me };
  return RIGHTS[0]?.look(subject as unknown as Subject, new AbortController().signal);
}

const found = (result: object) => foundWhere(() => result);

/** As IAM answers: the strictest for the action, and each resource's own. */
const deniedOn =
  (denied: (action: string, resource: string) => boolean) => (action: string, asked: Asked) => {
    const decisions = asked.ResourceArns.map((EvalResourceName) => ({
      EvalResourceName,
      EvalResourceDecision: denied(action, EvalResourceName) ? "explicitDeny" : "allowed",
    }));
    const strictest = decisions.some((it) => it.EvalResourceDecision !== "allowed")
      ? "explicitDeny"
      : "allowed";
    return { EvalDecision: strictest, ResourceSpecificResults: decisions };
  };

it("rights that IAM allows pass", async () =>
  expect(await found({ EvalDecision: "allowed" })).toMatchObject({ kind: "pass" }));

it("rights that no policy gives are missing", async () =>
  expect(await found({ EvalDecision: "implicitDeny" })).toMatchObject({ kind: "fail" }));

it.each([
  ["on *", { MissingContextValues: ["aws:MultiFactorAuthPresent"] }],
  [
    "on an ARN",
    {
      ResourceSpecificResults: [
        { EvalResourceDecision: "implicitDeny", MissingContextValues: ["aws:MultiFactorAuthPresent"] },
      ],
    },
  ],
])("rights that depend on what only a real call has cannot be known, %s", async (_on, result) =>
  expect(await found({ EvalDecision: "implicitDeny", ...result })).toMatchObject({
    kind: "cannot know",
    text: expect.stringContaining("may use 0 of"),
  }),
);

it("rights for which IAM returns no result are not taken for given", () =>
  expect(found({ EvalActionName: "other:Action", EvalDecision: "allowed" })).rejects.toThrow(
    /^IAM's simulation returns no result for /,
  ));

it("rights of the root user cannot be known: an organization's policies limit it too", async () => {
  const me = async () => ({ arn: "arn:aws:iam::123456789012:root", accountId: "123456789012" });
  const subject = { aws: {}, suffix: "dev", env: {}, settings: () => PROFILES.ephemeral, me };
  expect(await RIGHTS[0]?.look(subject as unknown as Subject, new AbortController().signal)).toEqual({
    kind: "cannot know",
    text: "arn:aws:iam::123456789012:root is neither an IAM user nor an IAM role: IAM cannot simulate whether it may deploy. Deploy with a role",
  });
});

describe("service-linked roles that are not there", () => {
  const look = (arn: string, result: object) => {
    const iam = Object.assign(Object.create(IAMClient.prototype), {
      send: async ({ input }: { input: { RoleName?: string; ActionNames: string[] } }) => {
        if (input.RoleName !== undefined)
          throw Object.assign(new Error("none"), { name: "NoSuchEntityException" });
        return { EvaluationResults: [{ EvalActionName: input.ActionNames[0], ...result }] };
      },
    });
    const me = async () => ({ arn, accountId: "123456789012" });
    const subject = { aws: { iam }, settings: () => PROFILES.ephemeral, me };
    const check = ACCOUNT_ROLES.find(({ name }) => name === "service-linked roles");
    return check?.look(subject as unknown as Subject, new AbortController().signal);
  };
  const user = "arn:aws:iam::123456789012:user/ada";
  const unclear = { EvalDecision: "implicitDeny", MissingContextValues: ["aws:MultiFactorAuthPresent"] };

  it.each([
    ["pass where IAM allows a user to make them", user, { EvalDecision: "allowed" }, "pass"],
    ["fail where it does not", user, { EvalDecision: "implicitDeny" }, "fail"],
    ["cannot be known where that depends on a real call", user, unclear, "cannot know"],
    ["cannot be known for the root user", "arn:aws:iam::123456789012:root", {}, "cannot know"],
  ])("%s", async (_, arn, result, kind) => expect((await look(arn, result))?.kind).toBe(kind));
});

it("a right that is missing on the last resource of a statement is missing", async () =>
  expect(
    await foundWhere(deniedOn((action, on) => action === "s3:PutObject" && on.endsWith("release.lock"))),
  ).toMatchObject({
    kind: "fail",
    text: expect.stringMatching(
      /lacks permission for 1 of \d+ actions: s3:PutObject on arn:aws:s3:::\S+\/dev\/release\.lock \(a policy denies it\)$/,
    ),
  }));

it("the first statement's resource is named, whichever simulation IAM answers first", async () => {
  const noCluster = deniedOn((action) => action === "rds:CreateDBCluster");
  const late = (resource: RegExp) => (asked: Asked) =>
    new Promise<void>((resolve) =>
      setTimeout(resolve, asked.ResourceArns.some((it) => resource.test(it)) ? 50 : 0),
    );
  const texts = await Promise.all([
    foundWhere(noCluster, late(/:cluster:aurora/)),
    foundWhere(noCluster, late(/:og:default/)),
  ]);
  expect(texts[0]).toMatchObject({
    text: expect.stringMatching(
      /rds:CreateDBCluster on arn:\S+:cluster:aurora-cluster-dev and \d+ more \(a policy/,
    ),
  });
  expect(texts[1]).toEqual(texts[0]);
});
