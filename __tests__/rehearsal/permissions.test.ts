import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";
import { Account, MINUTES } from "./support";

const BOUNDARY = { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-pr` };

/** Everything that `ephemeral` has not, and something else everywhere. */
const MORE = {
  access: BOUNDARY,
  network: {
    natGateways: "one-per-zone",
    interfaceEndpoints: true,
    httpsEgressCidrBlocks: ["198.51.100.0/24"],
  },
  database: {
    maxCapacityAcu: 4,
    backupRetentionDays: 2,
    performanceInsights: true,
    monitoringIntervalSeconds: 60,
  },
  application: {
    containerPort: 8080,
    healthCheckPath: "/readyz",
    environment: { LOG_LEVEL: "info" },
    blue: { image: "ghcr.io/stefanprodan/podinfo:6.7.0", maxTasks: 5 },
  },
  split: { blue: 50, green: 50 },
  smokeTestCidrBlocks: ["198.51.100.0/24"],
  waf: { enabled: true },
  logs: { applicationRetentionDays: 5, auditRetentionDays: 5 },
  monitoring: { maxErrorPercent: 3, subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
};

/** What `production` has besides to begin with, and then with other values. */
const SOME = (range: string, requestsPer5Minutes: number) => ({
  network: { httpsEgressCidrBlocks: [range] },
  smokeTestCidrBlocks: [range],
  waf: { requestsPer5Minutes },
});

/** Allowed, although no rehearsal calls it: AWS asks for it by the way, or in an account that is not empty. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  "what is made with tags takes the permission to tag": [
    "acm:AddTagsToCertificate",
    "application-autoscaling:TagResource",
    "cloudwatch:TagResource",
    "ecs:TagResource",
    "events:TagResource",
    "elasticloadbalancing:AddTags",
    "iam:TagRole",
    "kms:TagResource",
    "logs:TagResource",
    "rds:AddTagsToResource",
    "secretsmanager:TagResource",
    "sns:TagResource",
    "ssm:AddTagsToResource",
    "wafv2:TagResource",
  ],
  "a service gets one of our roles": ["iam:PassRole"],
  "the first use of a service in an account": ["iam:CreateServiceLinkedRole"],
  "RDS keeps the master password and encrypts in our name": [
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "secretsmanager:CreateSecret",
  ],
  "WAF delivers its log by AWS's log delivery": [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:PutResourcePolicy",
  ],
  "a web ACL is put before a load balancer": ["elasticloadbalancing:SetWebACL"],
  "the access logs' bucket is not empty": ["s3:DeleteObjectVersion", "s3:ListBucketVersions"],
  "who may assume a role changes": ["iam:UpdateAssumeRolePolicy"],
  "what no rehearsal changes is changed": [
    "ec2:ModifyVpcEndpoint",
    "elasticloadbalancing:SetSecurityGroups",
    "elasticloadbalancing:SetSubnets",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
    "kms:PutKeyPolicy",
    "logs:AssociateKmsKey",
    "logs:DisassociateKmsKey",
  ],
  "a sweep removes network interfaces that were left": ["ec2:DeleteNetworkInterface"],
};

describe("the roles of GitHub", () => {
  let account: Account;
  const planned = new Set<string>();
  const deployed = new Set<string>();
  const stack = synthesizedAccount({ environments: { prod: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"] } } });
  const previews = synthesizedAccount(PREVIEWS_ONLY);
  const allowed = (role: string, of = stack) =>
    new Set(grantsOf(of, role).flatMap(({ Action }) => [Action].flat() as string[]));

  /** Adds to `to` what is called meanwhile. */
  async function recording(to: Set<string>, work: () => Promise<unknown>): Promise<void> {
    const { called } = account.emulator;
    called.clear();
    await work();
    await sleep(1000); // until the emulator's last lines have come
    for (const action of called) to.add(action);
  }
  const plan = async (workspace: Workspace) =>
    expect(await workspace.command("plan", [], {}, () => {})).toBe(0);
  const configure = ({ logFile, suffix }: Workspace, settings: object) => {
    const file = join(dirname(logFile), "environments", `${suffix}.json`);
    const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, JSON.stringify({ ...earlier, ...settings }));
  };

  beforeAll(async () => {
    account = await Account.open("permissions");
    const preview = await account.environment("pr-7");
    const production = await account.environment("prod", "production");
    const both = (work: (environment: Workspace) => Promise<unknown>) =>
      Promise.all([preview, production].map(work));
    configure(preview, { access: BOUNDARY });
    configure(production, SOME("198.51.100.0/24", 1000));
    await recording(deployed, () => both((it) => it.deploy()));
    configure(preview, MORE);
    configure(production, SOME("203.0.113.0/24", 100));
    await recording(deployed, () => both((it) => it.deploy()));
    await recording(planned, () => both(plan));
    await recording(deployed, () => both((it) => it.destroy()));
  }, 14 * MINUTES);

  afterAll(() => account?.close());

  const beyond = (recorded: Set<string>, role: string, of = stack) =>
    [...recorded]
      .filter((action) => action !== "sts:GetCallerIdentity" && !allowed(role, of).has(action))
      .sort();

  it("may do what planning calls", () => {
    expect(planned.size).toBeGreaterThan(60);
    expect(beyond(planned, "github_plan_role_prod")).toEqual([]);
  });

  it("may do what deploying, changing and destroying call", () => {
    expect(deployed.size).toBeGreaterThan(180);
    expect(beyond(deployed, "github_deploy_role_prod")).toEqual([]);
  });

  it("may do that for previews too, but for what production alone has: a key, a certificate, records", () => {
    const missing = beyond(deployed, "github_preview_role_pr", previews);
    expect(missing.filter((action) => !/^(acm|kms|route53):/.test(action))).toEqual([]);
    expect(missing).toEqual(expect.arrayContaining(["acm:RequestCertificate", "kms:CreateKey"]));
  });

  const unused = (actions: Iterable<string>, ...recorded: Set<string>[]) => {
    const explained = Object.values(HIDDEN).flat();
    return [...new Set(actions)]
      .filter((action) => !recorded.some((each) => each.has(action)) && !explained.includes(action))
      .sort();
  };

  it("may do nothing else", () => {
    const swept = stack.resource("aws_iam_policy.github_deploy_role_prod_policy_sweep");
    const sweeps = new Set<string>(
      JSON.parse(swept.policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
    );
    expect(unused(allowed("github_plan_role_prod"), planned)).toEqual([]);
    expect(
      unused(
        [...allowed("github_deploy_role_prod")].filter((it) => !sweeps.has(it)),
        deployed,
        planned, // an apply looks at what its plan looked at
      ),
    ).toEqual([]);
  });

  it("explains nothing that is called anyway", () => {
    expect(
      Object.values(HIDDEN)
        .flat()
        .filter((action) => deployed.has(action)),
    ).toEqual([]);
  });

  it("asked nothing of the emulator that it does not have", () => {
    expect(account.emulator.gap.aborted).toBe(false);
  });
});
