import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const POLICY = "aws_iam_role_policy.one";
const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | string[], resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const policy = (...statements: object[]) => ({ role: "app-role-dev", policy: document(...statements) });
const rows = (...changes: ReturnType<typeof changeOf>[]) => sectionOf({ changes }, "Access").slice(2);

describe("access", () => {
  it("says what a role gains and loses, the same actions on the same thing in one row", () => {
    const before = policy(allow(["s3:GetObject", "s3:PutObject"], "arn:a"));
    const after = policy(allow(["s3:GetObject", "s3:DeleteObject", "s3:ListBucket"], "arn:a"));
    expect(rows(changeOf(POLICY, before, after))).toEqual([
      "| `app-role-dev` | gains | `s3:DeleteObject` `s3:ListBucket` | `arn:a` |  |",
      "| `app-role-dev` | loses | `s3:PutObject` | `arn:a` |  |",
    ]);
  });

  it("is silent when only the writing changes", () => {
    const before = policy(allow(["s3:GetObject"], ["arn:b", "arn:a"], { Sid: "Old" }));
    const after = policy(allow("s3:GetObject", ["arn:a", "arn:b"], { Sid: "New" }));
    expect(rows(changeOf(POLICY, before, after))).toEqual([]);
  });

  it("shows a condition that goes as a gain", () => {
    const Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    const before = policy(allow("sts:AssumeRole", "arn:a", { Condition }));
    expect(rows(changeOf(POLICY, before, policy(allow("sts:AssumeRole", "arn:a"))))).toEqual([
      "| `app-role-dev` | gains | `sts:AssumeRole` | `arn:a` |  |",
      "| `app-role-dev` | loses | `sts:AssumeRole` | `arn:a` | `Bool aws:MultiFactorAuthPresent true` |",
    ]);
  });

  it.each(["*", "s3:*", "s3:Get*", "s3:Pu?Object"])("warns of %s", (action) => {
    const warned = warnings(reviewOf({ changes: [changeOf(POLICY, null, policy(allow(action, "arn:a")))] }));
    expect(warned).toEqual([`app-role-dev gains ${action} on arn:a`]);
  });

  it("does not warn of a refusal", () => {
    const after = policy({ Effect: "Deny", Action: "s3:*", Resource: "*" });
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, null, after)] }))).toEqual([]);
    expect(rows(changeOf(POLICY, null, after))).toEqual([
      "| `app-role-dev` | gains the refusal of | `s3:*` | `*` |  |",
    ]);
  });

  it("warns when a refusal goes", () => {
    const before = policy({ Effect: "Deny", Action: "s3:*", Resource: "*" });
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, before, policy())] }))).toEqual([
      "app-role-dev no longer refuses s3:* on *",
    ]);
    const goes = changeOf(POLICY, before, null);
    const stays = changeOf("aws_iam_role.one", { name: "app-role-dev" }, { name: "app-role-dev" });
    expect(warnings(reviewOf({ changes: [stays, goes] }))).toEqual([
      "app-role-dev no longer refuses s3:* on *",
    ]);
    expect(warnings(reviewOf({ changes: [goes] }))).toEqual([]);
  });

  it("shows who may assume a role, what bounds it and what is attached to it", () => {
    const trust = (AWS: string) =>
      document({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
    const role = { name: "app-role-dev", permissions_boundary: "arn:boundary", max_session_duration: 3600 };
    expect(
      rows(
        changeOf(
          "aws_iam_role.one",
          { ...role, assume_role_policy: trust("arn:ada") },
          { ...role, assume_role_policy: trust("*"), permissions_boundary: "", max_session_duration: 7200 },
        ),
        changeOf("aws_iam_role_policy_attachment.one", null, {
          role: "app-role-dev",
          policy_arn: "arn:admin",
        }),
      ),
    ).toEqual([
      "| who may assume `app-role-dev` | ⚠️ gains | `sts:AssumeRole` by `AWS *` |  |  |",
      "| who may assume `app-role-dev` | loses | `sts:AssumeRole` by `AWS arn:ada` |  |  |",
      "| `app-role-dev` | ⚠️ loses | permissions_boundary | `arn:boundary` |  |",
      "| `app-role-dev` | loses | max_session_duration | `3600` |  |",
      "| `app-role-dev` | gains | max_session_duration | `7200` |  |",
      "| `app-role-dev` | ⚠️ gains | policy_arn | `arn:admin` |  |",
    ]);
  });

  const trusting = (Principal: string | { readonly AWS: string | string[] }, Condition?: object) => ({
    name: "app-role-dev",
    assume_role_policy: document({ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }),
  });
  const ROLE = "aws_iam_role.one";
  const OWN = "arn:aws:iam::123456789012:role/sso-developer";
  const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

  it.each([
    ["anybody", "*", undefined, "* may call sts:AssumeRole for app-role-dev, under no condition"],
    [
      "anybody signed in",
      { AWS: "*" },
      MFA,
      "AWS * may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true",
    ],
    [
      "a foreign role",
      { AWS: "arn:aws:iam::210987654321:role/x" },
      MFA,
      "AWS arn:aws:iam::210987654321:role/x may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true",
    ],
    [
      "one foreign role of two",
      { AWS: [OWN, "210987654321"] },
      MFA,
      `AWS 210987654321, ${OWN} may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true`,
    ],
    [
      "its whole account",
      { AWS: "arn:aws:iam::123456789012:root" },
      undefined,
      "AWS arn:aws:iam::123456789012:root may call sts:AssumeRole for app-role-dev, under no condition",
    ],
  ])("warns of a new role that trusts %s", (_, principal, condition, said) => {
    const warned = warnings(reviewOf({ changes: [changeOf(ROLE, null, trusting(principal, condition))] }));
    expect(warned).toEqual([said]);
  });

  it("does not warn of a new role that trusts a role of its account, or the account with MFA", () => {
    const changes = [
      changeOf(ROLE, null, trusting({ AWS: OWN })),
      changeOf("aws_iam_role.two", null, trusting({ AWS: "arn:aws:iam::123456789012:root" }, MFA)),
    ];
    expect(warnings(reviewOf({ changes }))).toEqual([]);
  });

  it("warns of whoever an existing role trusts anew, and of a condition that goes", () => {
    const before = trusting({ AWS: "arn:aws:iam::123456789012:root" }, MFA);
    expect(warnings(reviewOf({ changes: [changeOf(ROLE, before, trusting({ AWS: OWN }, MFA))] }))).toEqual([
      `AWS ${OWN} may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true`,
    ]);
    const without = trusting({ AWS: "arn:aws:iam::123456789012:root" });
    expect(warnings(reviewOf({ changes: [changeOf(ROLE, before, without)] }))).toEqual([
      "AWS arn:aws:iam::123456789012:root may call sts:AssumeRole for app-role-dev, under no condition",
    ]);
    expect(warnings(reviewOf({ changes: [changeOf(ROLE, without, null)] }))).toEqual([]);
  });

  it("reads what allows everything but something", () => {
    const after = policy({ Effect: "Allow", NotAction: ["iam:PassRole"], NotResource: "arn:a" });
    expect(rows(changeOf(POLICY, null, after))).toEqual([
      "| `app-role-dev` | ⚠️ gains | `anything but iam:PassRole` | `anything but arn:a` |  |",
    ]);
  });

  it("says so where a policy cannot be read or known", () => {
    const before = policy(allow("s3:GetObject", "arn:a"));
    const warned = warnings(
      reviewOf({ changes: [changeOf(POLICY, before, { ...before, policy: "{broken" })] }),
    );
    expect(warned).toEqual(["what app-role-dev allows is known only after the apply"]);
  });

  it("shows everything a role loses with its policy", () => {
    expect(rows(changeOf(POLICY, policy(allow("s3:GetObject", "arn:a")), null))).toEqual([
      "| `app-role-dev` | loses | `s3:GetObject` | `arn:a` |  |",
    ]);
  });
});
