import type { Attributes } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, saidIn, sectionOf, warnings } from "./made-up-plan";

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

  it("says of a condition that goes what it was, and that this allows more", () => {
    const Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    const before = policy(allow("sts:AssumeRole", "arn:a", { Condition }));
    expect(rows(changeOf(POLICY, before, policy(allow("sts:AssumeRole", "arn:a"))))).toEqual([
      "| `app-role-dev` | ⚠️ allows more | `sts:AssumeRole` | `arn:a` | `Bool aws:MultiFactorAuthPresent true` → no condition |",
    ]);
  });

  it.each<[string, object, object, string, boolean]>([
    [
      "a further value",
      { StringEquals: { "aws:a": "1" } },
      { StringEquals: { "aws:a": ["1", "2"] } },
      "allows more",
      false,
    ],
    [
      "a value less",
      { StringEquals: { "aws:a": ["1", "2"] } },
      { StringEquals: { "aws:a": "1" } },
      "allows less",
      false,
    ],
    [
      "a further exception",
      { StringNotEquals: { "aws:a": "1" } },
      { StringNotEquals: { "aws:a": ["1", "2"] } },
      "allows less",
      false,
    ],
    [
      "an exception less",
      { NotIpAddress: { "aws:a": ["1", "2"] } },
      { NotIpAddress: { "aws:a": "1" } },
      "allows more",
      false,
    ],
    ["another value", { ArnLike: { "aws:a": "1" } }, { ArnLike: { "aws:a": "2" } }, "may allow more", false],
    [
      "another number",
      { NumericLessThan: { "aws:a": "1" } },
      { NumericLessThan: { "aws:a": ["1", "2"] } },
      "may allow more",
      false,
    ],
    [
      "a further condition",
      { Bool: { "aws:a": "true" } },
      { Bool: { "aws:a": "true", "aws:b": "true" } },
      "allows less",
      false,
    ],
    [
      "a condition less",
      { Bool: { "aws:a": "true", "aws:b": "true" } },
      { Bool: { "aws:a": "true" } },
      "allows more",
      true,
    ],
    [
      "a condition for another",
      { Bool: { "aws:a": "true" } },
      { Bool: { "aws:b": "true" } },
      "may allow more",
      true,
    ],
  ])("says in which direction a condition changes: %s", (_, was, becomes, said, isWarned) => {
    const of = (Condition: object) => policy(allow("s3:GetObject", "arn:a", { Condition }));
    const change = changeOf(POLICY, of(was), of(becomes));
    expect(rows(change)).toEqual([expect.stringContaining(`| ${isWarned ? "⚠️ " : ""}${said} |`)]);
    expect(warnings(reviewOf({ changes: [change] }))).toEqual(
      isWarned
        ? [
            expect.stringMatching(
              `^app-role-dev keeps s3:GetObject on arn:a; the condition changes from .+ to .+, which ${said}$`,
            ),
          ]
        : [],
    );
  });

  it("warns of a refusal whose condition lets more through, and of no other", () => {
    const of = (...values: string[]) =>
      policy({
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringEquals: { "aws:a": values } },
      });
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, of("1", "2"), of("1"))] }))).toEqual([
      "app-role-dev still refuses s3:* on *; the condition changes from StringEquals aws:a 1, 2 to StringEquals aws:a 1, which allows more",
    ]);
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, of("1"), of("1", "2"))] }))).toEqual([]);
  });

  it("pairs no two of several statements on the same thing", () => {
    const of = (...values: string[]) =>
      policy(
        ...values.map((value) =>
          allow("s3:GetObject", "arn:a", { Condition: { StringEquals: { "aws:a": value } } }),
        ),
      );
    expect(rows(changeOf(POLICY, of("1", "2"), of("3")))).toHaveLength(3);
  });

  describe("of policies that stand in a role itself", () => {
    const ROLE = "aws_iam_role.app";
    const role = (...policies: (readonly [string, string])[]) => ({
      name: "app",
      inline_policy: policies.map(([name, it]) => ({ name, policy: it })),
    });
    const ALL = document(allow("s3:*", "*"));
    const found = (change: ReturnType<typeof changeOf>, configured: object) =>
      warnings(reviewOf({ changes: [change], configuration: { aws_iam_role: { app: configured } } }));

    it("says what they give, of a new role and of one that gets another, and what is lost with one", () => {
      expect(found(changeOf(ROLE, null, role(["a", ALL])), role(["a", ALL]))).toEqual([
        "app gains s3:* on *",
      ]);
      const [one, both] = [role(["a", ALL]), role(["a", ALL], ["b", document(allow("iam:*", "*"))])];
      expect(found(changeOf(ROLE, one, both), both)).toEqual(["app gains iam:* on *"]);
      expect(found(changeOf(ROLE, both, one), one)).toEqual([]);
    });

    it("goes by the configuration where the plan leaves out all of them", () => {
      const configured = {
        name: "app",
        inline_policy: { name: "a", policy: document(allow("s3:*", "${aws_s3_bucket.x.arn}/*")) },
      };
      expect(found(changeOf(ROLE, null, { name: "app" }, { inline_policy: true }), configured)).toEqual([
        "app gains s3:* on ${aws_s3_bucket.x.arn}/*",
      ]);
    });

    it("says nothing of those that AWS sums up", () => {
      const gone = reviewOf({ changes: [changeOf(ROLE, role(["a", ALL]), null)] });
      expect(gone.sections.map(({ title }) => title)).not.toContain("Access");
      expect(found(changeOf(ROLE, null, { name: "app" }, { inline_policy: true }), { name: "app" })).toEqual(
        [],
      );
    });
  });

  it.each(["*", "s3:*", "s3:Get*", "s3:Pu?Object"])("warns of %s", (action) => {
    const warned = warnings(reviewOf({ changes: [changeOf(POLICY, null, policy(allow(action, "arn:a")))] }));
    expect(warned).toEqual([`app-role-dev gains ${action} on arn:a`]);
  });

  it.each([
    ["iam:PassRole", "*"],
    ["iam:PassRole", "arn:aws:iam::123456789012:role/admin"],
    ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/one"],
    ["iam:AttachRolePolicy", "arn:a"],
    ["iam:CreatePolicyVersion", "arn:a"],
    ["iam:UpdateAssumeRolePolicy", "arn:a"],
    ["kms:PutKeyPolicy", "arn:a"],
    ["kms:CreateGrant", "arn:a"],
    ["kms:Decrypt", "*"],
    ["kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/*"],
    ["secretsmanager:GetSecretValue", "*"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"],
    ["sts:AssumeRole", "*"],
    ["rds-db:connect", "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/*"],
    ["ecs:ExecuteCommand", "arn:aws:ecs:us-east-1:123456789012:task/*"],
    ["ssm:StartSession", "arn:aws:ec2:us-east-1:123456789012:instance/*"],
    ["ssm:GetParametersByPath", "arn:aws:ssm:us-east-1:123456789012:parameter/*"],
    ["s3:GetObject", "*"],
    ["logs:GetLogEvents", "*"],
    ["rds:DeleteDBCluster", "*"],
  ])("warns of %s on %s, which is more than it looks", (action, on) => {
    const warned = warnings(reviewOf({ changes: [changeOf(POLICY, null, policy(allow(action, on)))] }));
    expect(warned).toEqual([`app-role-dev gains ${action} on ${on}`]);
  });

  it.each([
    ["logs:DescribeLogGroups", "*"],
    ["cloudwatch:GetMetricData", "*"],
    ["s3:ListAllMyBuckets", "*"],
    ["ecr:GetAuthorizationToken", "*"],
    ["kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/one"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:one"],
    ["sts:AssumeRole", "arn:aws:iam::123456789012:role/one"],
    ["rds-db:connect", "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-one/app"],
    ["ssm:GetParametersByPath", "arn:aws:ssm:us-east-1:123456789012:parameter/one/*"],
    ["s3:GetObject", "arn:aws:s3:::one/*"],
  ])("does not warn of %s on %s", (action, on) => {
    const change = changeOf(POLICY, null, policy(allow(action, on)));
    expect(warnings(reviewOf({ changes: [change] }))).toEqual([]);
  });

  it("warns of what a role may do on everything but something", () => {
    const after = policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:a" });
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, null, after)] }))).toHaveLength(1);
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
      "AWS 210987654321 may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true",
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

  it("says of a further service that a role trusts nothing of the one that it trusts already", () => {
    const services = (...Service: string[]) => ({
      name: "app-role-dev",
      assume_role_policy: document({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }),
    });
    const [tasks, lambda] = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"];
    const saidOf = (before: Attributes, after: Attributes) =>
      saidIn({ changes: [changeOf(ROLE, before, after)] }, "Access");
    expect(saidOf(services(tasks), services(tasks, lambda))).toEqual([
      `! Service ${lambda} may call sts:AssumeRole for app-role-dev, under no condition`,
    ]);
    expect(saidOf(services(tasks, lambda), services(tasks))).toEqual([
      `Service ${lambda} may no longer call sts:AssumeRole for app-role-dev, under no condition`,
    ]);
  });

  it("warns of whoever an existing role trusts anew, and of a condition that goes", () => {
    const before = trusting({ AWS: "arn:aws:iam::123456789012:root" }, MFA);
    expect(warnings(reviewOf({ changes: [changeOf(ROLE, before, trusting({ AWS: OWN }, MFA))] }))).toEqual([
      `AWS ${OWN} may call sts:AssumeRole for app-role-dev when Bool aws:MultiFactorAuthPresent true`,
    ]);
    const without = trusting({ AWS: "arn:aws:iam::123456789012:root" });
    expect(warnings(reviewOf({ changes: [changeOf(ROLE, before, without)] }))).toEqual([
      "AWS arn:aws:iam::123456789012:root may still call sts:AssumeRole for app-role-dev; the condition changes from Bool aws:MultiFactorAuthPresent true to no condition, which allows more",
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
    expect(warned).toEqual(["the policy of app-role-dev cannot be read"]);
    const { role } = before;
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, before, { role }, { policy: true })] }))).toEqual([
      "the policy of app-role-dev is known only after the apply",
    ]);
    const [bound, unbound] = [
      { name: "app-role-dev", permissions_boundary: "arn:a" },
      { name: "app-role-dev" },
    ];
    const unknown = changeOf("aws_iam_role.app", bound, unbound, { permissions_boundary: true });
    expect(warnings(reviewOf({ changes: [unknown] }))).toEqual([
      "permissions_boundary of app-role-dev is known only after the apply",
    ]);
  });

  it("shows everything a role loses with its policy", () => {
    expect(rows(changeOf(POLICY, policy(allow("s3:GetObject", "arn:a")), null))).toEqual([
      "| `app-role-dev` | loses | `s3:GetObject` | `arn:a` |  |",
    ]);
  });

  const MFA_ONLY = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  const refuse = (Action: string, more: object = {}) => ({ Effect: "Deny", Action, Resource: "*", ...more });

  it("says what stays of a right that becomes narrower, and does not call it a gain", () => {
    const before = policy(allow("s3:*", "*"));
    const after = policy(allow(["s3:GetObject", "s3:PutObject"], "arn:a/*"));
    const change = changeOf(POLICY, before, after);
    expect(rows(change)).toEqual([
      "| `app-role-dev` | keeps | `s3:GetObject` `s3:PutObject` | `arn:a/*` |  |",
      "| `app-role-dev` | loses | `s3:*` | `*` |  |",
    ]);
    expect(warnings(reviewOf({ changes: [change] }))).toEqual([]);
  });

  it("does not call a loss what a wider right still allows", () => {
    const before = policy(allow(["s3:GetObject", "s3:PutObject"], "arn:a/x"));
    expect(rows(changeOf(POLICY, before, policy(allow("s3:*", "arn:a/*"))))).toEqual([
      "| `app-role-dev` | ⚠️ gains | `s3:*` | `arn:a/*` |  |",
    ]);
  });

  it("does not warn of a trust that asks for more than before", () => {
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const change = changeOf(ROLE, trusting(root), trusting(root, MFA));
    expect(warnings(reviewOf({ changes: [change] }))).toEqual([]);
    expect(rows(change)[0]).toBe(
      "| who may assume `app-role-dev` | allows less | `sts:AssumeRole` by `AWS arn:aws:iam::123456789012:root` |  | no condition → `Bool aws:MultiFactorAuthPresent true` |",
    );
  });

  it("does not warn of a refusal that only becomes wider, and warns of one that becomes narrower", () => {
    const narrow = policy(refuse("s3:DeleteObject", MFA_ONLY));
    const wide = policy(refuse("s3:*"));
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, narrow, wide)] }))).toEqual([]);
    expect(warnings(reviewOf({ changes: [changeOf(POLICY, wide, narrow)] }))).toEqual([
      "app-role-dev no longer refuses s3:* on *",
    ]);
  });

  it.each([
    ["another action", allow("s3:GetObject", "*"), allow("sns:Publish", "*")],
    ["another resource", allow("s3:GetObject", "arn:a/*"), allow("s3:GetObject", "arn:b/x")],
    ["a shorter text that only looks wider", allow("s3:Get?", "*"), allow("s3:Get*", "*")],
    ["what is not excepted", allow("s3:GetObject", "*", MFA_ONLY), allow("s3:GetObject", "*")],
  ])("calls a gain what nothing allowed before: %s", (_what, before, after) => {
    const gained = rows(changeOf(POLICY, policy(before), policy(after)));
    expect(gained.some((row) => / (⚠️ )?(gains|allows more) /.test(row))).toBe(true);
  });

  it("takes a reference to what is replaced for the same thing, also one into a list", () => {
    const CLUSTER = "aws_rds_cluster.one";
    const cluster = { name: "x", arn: "arn:today", master_user_secret: [{ secret_arn: "arn:secret-today" }] };
    const replaced = changeOf(CLUSTER, cluster, { name: "y" }, { arn: true, master_user_secret: true });
    const written = (more: readonly object[]) =>
      document(
        allow("rds:DescribeDBClusters", "${aws_rds_cluster.one.arn}"),
        allow("secretsmanager:GetSecretValue", "${aws_rds_cluster.one.master_user_secret[0].secret_arn}"),
        ...more,
      );
    const before = policy(
      allow("rds:DescribeDBClusters", "arn:today"),
      allow("secretsmanager:GetSecretValue", "arn:secret-today"),
    );
    const change = changeOf(POLICY, before, { role: "app-role-dev" }, { policy: true });
    const made = (...more: readonly object[]) => ({
      changes: [{ ...replaced, change: { ...replaced.change, actions: ["delete", "create"] } }, change],
      configuration: { aws_iam_role_policy: { one: { role: "app-role-dev", policy: written(more) } } },
    });
    const same = "| `app-role-dev` | keeps | the same | the replacements of `aws_rds_cluster.one` |  |";
    expect(sectionOf(made(), "Access").slice(2)).toEqual([same]);
    // The one dangerous right is not hidden among the harmless ones.
    expect(sectionOf(made(allow("s3:*", "*")), "Access").slice(2)).toEqual([
      "| `app-role-dev` | ⚠️ gains | `s3:*` | `*` |  |",
      same,
    ]);
  });
});
