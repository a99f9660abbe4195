import { grantsOf, synthesizedAccount } from "../support/account";
import { statementsOf } from "../support/policies";

const PROVIDER = "${aws_iam_openid_connect_provider.oidc_provider.arn}";
const account = synthesizedAccount();

const trustOf = (role: string, of = account) =>
  statementsOf(of.resource(`aws_iam_role.${role}_role`).assume_role_policy);
const trust = (providerArn: string, conditions: object) => [
  {
    Sid: "AssumeByGithub",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: conditions },
  },
];
const claims = (sub: string, ref?: string) => ({
  "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
  "token.actions.githubusercontent.com:sub": sub,
  ...(ref && { "token.actions.githubusercontent.com:ref": ref }),
});

it("keeps its state where no environment's is", () => {
  expect(account.document.terraform.backend.s3).toEqual({
    bucket: "state-bucket",
    key: "_account/github.tfstate",
    region: "us-east-1",
    encrypt: true,
    use_lockfile: true,
  });
});

it("changes no other account", () => {
  expect(account.document.provider.aws[0].allowed_account_ids).toEqual(["123456789012"]);
});

it("makes these roles, and tells their ARNs", () => {
  const roles = ["dev", "prod"].flatMap((suffix) =>
    ["deploy", "plan", "release"].map((kind) => `${kind}_role_${suffix}`),
  );
  expect(account.addresses("aws_iam_role")).toEqual(
    [...roles, "preview_role_pr"].map((role) => `aws_iam_role.github_${role}_role`).sort(),
  );
  expect(account.resources("aws_iam_role").map(([, { name }]) => name)).toContain("github-deploy-role-dev");
  expect(account.output("github_deploy_role_dev_arn").value).toBe(
    "${aws_iam_role.github_deploy_role_dev_role.arn}",
  );
  expect(account.output("permissions_boundary_pr_arn").value).toBe(
    "arn:aws:iam::123456789012:policy/permissions-boundary-pr",
  );
});

it("believes GitHub, without a thumbprint", () => {
  expect(account.resource("aws_iam_openid_connect_provider.oidc_provider")).toEqual({
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
});

it("uses a provider that the account has already", () => {
  const existing = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const other = synthesizedAccount({ oidcProviderArn: existing });
  expect(other.count("aws_iam_openid_connect_provider")).toBe(0);
  expect(trustOf("github_plan_role_dev", other)).toEqual(
    trust(existing, claims("repo:example/payments:pull_request")),
  );
});

describe("trust", () => {
  it("lets pull requests of the repository plan", () => {
    expect(trustOf("github_plan_role_dev")).toEqual(
      trust(PROVIDER, claims("repo:example/payments:pull_request")),
    );
  });

  it.each(["deploy", "release"])("lets only main, under the environment's protection, %s", (kind) => {
    expect(trustOf(`github_${kind}_role_prod`)).toEqual(
      trust(PROVIDER, claims("repo:example/payments:environment:prod", "refs/heads/main")),
    );
  });

  it("lets pull requests deploy previews under the environment preview", () => {
    expect(trustOf("github_preview_role_pr")).toEqual(
      trust(PROVIDER, claims("repo:example/payments:environment:preview")),
    );
  });

  it("is for an hour", () => {
    for (const [, role] of account.resources("aws_iam_role")) expect(role.max_session_duration).toBe(3600);
  });
});

it("lets a release role become the releaser and nothing else", () => {
  expect(grantsOf(account, "github_release_role_dev")).toEqual([
    {
      Sid: "BecomeReleaser",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "arn:aws:iam::123456789012:role/releaser-role-dev",
    },
  ]);
});

it("makes nothing for previews where there are none", () => {
  const without = synthesizedAccount({ previews: false });
  expect(without.json).not.toContain("preview");
});

it("lets nobody make records where no zone is named", () => {
  expect(synthesizedAccount({ hostedZoneIds: [] }).json).not.toContain("route53:ChangeResourceRecordSets");
});

describe("IAM's limits", () => {
  const longest = synthesizedAccount({ environments: ["a2345678901bc"] });
  const length = (policy: string) => policy.replace(/\s/g, "").length;

  it("are kept by each managed policy", () => {
    for (const [name, { policy }] of longest.resources("aws_iam_policy")) {
      expect([name, length(policy) <= 6144]).toEqual([name, true]);
    }
  });

  it("are kept by the inline policies of a role in sum", () => {
    const plan = longest.resources("aws_iam_role_policy").filter(([name]) => name.startsWith("github_plan"));
    expect(plan.length).toBeGreaterThan(0);
    expect(plan.reduce((sum, [, { policy }]) => sum + length(policy), 0)).toBeLessThanOrEqual(10_240);
  });

  it("are kept by the number of policies of a role", () => {
    const attached = longest.resources("aws_iam_role_policy_attachment");
    for (const kind of ["deploy", "preview"]) {
      expect(attached.filter(([name]) => name.startsWith(`github_${kind}`)).length).toBeLessThanOrEqual(10);
    }
  });
});
