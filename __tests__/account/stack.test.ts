import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";
import { SECRET_ARN } from "../support/environments";
import { statementsOf } from "../support/policies";

const PROVIDER = "${aws_iam_openid_connect_provider.oidc_provider.arn}";
const account = synthesizedAccount();
const previews = synthesizedAccount(PREVIEWS_ONLY);

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
/** A pull request's run, and a scheduled one of main. */
const PLANS = ["pull_request", "ref:refs/heads/main"];
const claims = (subjects: string[], workflows?: string[]) => ({
  "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
  "token.actions.githubusercontent.com:sub": subjects.flatMap((it) => [
    `repo:example/payments:${it}`,
    `repo:example@7654321/payments@1234567:${it}`,
  ]),
  "token.actions.githubusercontent.com:repository_id": "1234567",
  ...(workflows && {
    "token.actions.githubusercontent.com:ref": "refs/heads/main",
    "token.actions.githubusercontent.com:job_workflow_ref": workflows.map(
      (name) => `example/payments/.github/workflows/${name}.yml@refs/heads/main`,
    ),
  }),
});

/** The resources with their policies as objects, so that a right that comes or goes is a line of a diff. */
const readable = (of: typeof account, addresses: RegExp): unknown =>
  JSON.parse(
    JSON.stringify(
      of
        .addresses()
        .filter((it) => addresses.test(it))
        .map((it) => [it, of.resource(it)]),
    ),
    (_key, value: unknown) =>
      typeof value === "string" && value.startsWith('{"Version"') ? JSON.parse(value) : value,
  );

it("has the reviewed roles with the reviewed rights", () => {
  expect(readable(account, /_prod|permissions_boundary/)).toMatchSnapshot("one environment");
  expect(readable(previews, /_policy\./)).toMatchSnapshot("previews");
  expect([account, previews].map(({ document }) => document.output)).toMatchSnapshot("outputs");
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

it("says whose provider it takes", () => {
  expect(account.document.terraform.required_providers.aws.source).toBe("hashicorp/aws");
});

it("changes no other account", () => {
  expect(account.document.provider.aws[0].allowed_account_ids).toEqual(["123456789012"]);
});

it("makes these roles, and tells their ARNs", () => {
  const roles = ["dev", "prod"].flatMap((suffix) =>
    ["deploy", "plan", "release"].map((kind) => `${kind}_role_${suffix}`),
  );
  expect(account.addresses("aws_iam_role")).toEqual(
    roles.map((role) => `aws_iam_role.github_${role}_role`).sort(),
  );
  expect(account.resources("aws_iam_role").map(([, { name }]) => name)).toContain("github-deploy-role-dev");
  expect(account.output("github_deploy_role_dev_arn").value).toBe(
    "${aws_iam_role.github_deploy_role_dev_role.arn}",
  );
  expect(previews.addresses("aws_iam_role")).toEqual(["aws_iam_role.github_preview_role_pr_role"]);
  expect(previews.output("permissions_boundary_pr_arn").value).toBe(
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
  expect(trustOf("github_plan_role_dev", other)).toEqual(trust(existing, claims(PLANS)));
});

describe("trust", () => {
  it("lets pull requests of the repository plan", () => {
    expect(trustOf("github_plan_role_dev")).toEqual(trust(PROVIDER, claims(PLANS)));
  });

  it("lets only main's own workflows, under the environment's protection, deploy and destroy", () => {
    expect(trustOf("github_deploy_role_prod")).toEqual(
      trust(PROVIDER, claims(["environment:prod"], ["deploy", "destroy"])),
    );
  });

  it("lets only main's release workflow release, and go back without waiting for anybody", () => {
    expect(trustOf("github_release_role_prod")).toEqual(
      trust(PROVIDER, claims(["environment:prod", "environment:prod-rollback"], ["release"])),
    );
  });

  it("lets pull requests deploy previews under the environment preview", () => {
    expect(trustOf("github_preview_role_pr", previews)).toEqual(
      trust(PROVIDER, claims(["environment:preview"])),
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
  expect(account.json).not.toContain("preview");
});

describe("records", () => {
  const changes = (role: string, of = account) =>
    grantsOf(of, role).filter(({ Action }) => [Action].flat().includes("route53:ChangeResourceRecordSets"));

  it("are made only in an environment's own zones", () => {
    expect(changes("github_deploy_role_prod").map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"],
    ]);
    const two = synthesizedAccount({
      environments: {
        dev: { hostedZoneIds: ["ZDEV"], secretArns: [] },
        prod: { hostedZoneIds: ["ZPROD"], secretArns: [] },
      },
    });
    expect(changes("github_deploy_role_dev", two).map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:route53:::hostedzone/ZDEV"],
    ]);
  });

  it("and certificates are not made where no zone is named, nor by previews", () => {
    for (const grants of [
      grantsOf(account, "github_deploy_role_dev"),
      grantsOf(previews, "github_preview_role_pr"),
    ]) {
      expect(JSON.stringify(grants)).toContain("ec2:CreateVpc");
      expect(JSON.stringify(grants)).not.toMatch(/ChangeResourceRecordSets|RequestCertificate|AddTagsToCert/);
    }
  });
});

describe("IAM's limits", () => {
  const longest = synthesizedAccount({
    environments: {
      a2345678901bc: { hostedZoneIds: ["Z".padEnd(32, "0"), "Z".padEnd(32, "1")], secretArns: [] },
    },
  });
  const length = (policy: string) => policy.replace(/\s/g, "").length;

  it("are kept by each managed policy", () => {
    for (const [name, { policy }] of longest.resources("aws_iam_policy")) {
      expect([name, length(policy) <= 6144]).toEqual([name, true]);
    }
  });

  it("leave room for some secrets, and refuse more", () => {
    const withSecrets = (count: number) => {
      const secretArns = Array.from({ length: count }, (_, index) => `${SECRET_ARN}${index}`);
      return () => synthesizedAccount({ environments: { production: { hostedZoneIds: [], secretArns } } });
    };
    expect(withSecrets(7)).not.toThrow();
    expect(withSecrets(20)).toThrow(
      /^1 problem in the account's settings\n {2}environments\.production\.secretArns: got 20 ARNs, allowed: fewer ARNs, because the permissions boundary would have \d+ characters, and AWS allows at most 6144$/,
    );
  });

  it("take a permissions boundary of exactly 6,144 characters, and none that is longer", () => {
    const boundaryWith = (further: number) =>
      String(
        synthesizedAccount({
          environments: { dev: { hostedZoneIds: [], secretArns: [`${SECRET_ARN}${"x".repeat(further)}`] } },
        }).resource("aws_iam_policy.permissions_boundary_dev").policy,
      );
    const room = 6144 - boundaryWith(0).length;
    expect(boundaryWith(room)).toHaveLength(6144);
    expect(() => boundaryWith(room + 1)).toThrow("would have 6145 characters");
  });

  it("are kept by the inline policies of a role in sum", () => {
    const inline = longest.resources("aws_iam_role_policy");
    expect(inline.length).toBeGreaterThan(0);
    expect(inline.reduce((sum, [, { policy }]) => sum + length(policy), 0)).toBeLessThanOrEqual(10_240);
  });

  it("are kept by the number of policies of a role", () => {
    for (const each of [longest, previews]) {
      const roles = each.resources("aws_iam_role_policy_attachment").map(([, { role }]) => String(role));
      expect(roles.length).toBeGreaterThan(3);
      for (const role of roles) {
        expect([role, roles.filter((it) => it === role).length <= 10]).toEqual([role, true]);
      }
    }
  });
});
