import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { IamRolePolicy, VpcSecurityGroupIngressRule } from "../../src/resources/classes";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { configOf, jsonOf, STATE_BUCKET, stackOf } from "../support/synthesize";

const WIDE = [
  "  aws_iam_role_policy.wide (iam-actions): Everything allows *",
  "    Policies name each allowed action, without wildcards and without NotAction.",
  "    fix: list the needed actions, and write the policy as JSON text that synth can read",
  '    or write an exemption with a reason in src/policy/exemptions.ts: rule "iam-actions", at "aws_iam_role_policy.wide"',
];
const OPEN = [
  "  aws_vpc_security_group_ingress_rule.open (security-group-database-ingress): port 5432 open to 0.0.0.0/0",
  "    Only members of named security groups can reach the database. No security group rule lets an address range reach the database.",
  "    fix: replace the address range by the security group of the callers; list the security groups of people in access.databaseClientSecurityGroupIds",
  '    or write an exemption with a reason in src/policy/exemptions.ts: rule "security-group-database-ingress", at "aws_vpc_security_group_ingress_rule.open"',
];
const message = (...violations: string[][]) =>
  [
    `${violations.length} ${violations.length === 1 ? "violation" : "violations"} of the policy in environment "x1"`,
    ...violations.flat(),
  ].join("\n");

/** A role that may do everything on one thing. */
function widen(stack: Construct): void {
  const Statement = [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::bucket" }];
  new IamRolePolicy(stack, "wide", {
    role: "releaser-role-x1",
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
}

/** The database open to the world. */
function open(stack: Construct): void {
  new VpcSecurityGroupIngressRule(stack, "open", {
    securityGroupId: "${aws_security_group.firewall_database_security_group.id}",
    description: "for a moment",
    ipProtocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    cidrIpv4: "0.0.0.0/0",
  });
}

const changed = (...changes: Array<(stack: Construct) => void>) => {
  const stack = stackOf(configOf(EPHEMERAL, "x1"));
  for (const change of changes) change(stack);
  return stack;
};
const refusal = (synth: () => unknown) => {
  try {
    synth();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe("a construct that somebody adds is refused at synth", () => {
  it.each([
    ["where it widens a role", [widen], message(WIDE)],
    ["where it opens a port", [open], message(OPEN)],
    ["for everything at once", [open, widen], message(OPEN, WIDE)],
  ])("%s", (_where, changes, expected) => {
    expect(refusal(() => jsonOf(changed(...changes)))).toBe(expected);
  });

  it("also where cdktf's validations are skipped, and as HCL", () => {
    expect(refusal(() => Testing.synth(changed(widen)))).toBe(message(WIDE));
    expect(refusal(() => Testing.synthHcl(changed(widen)))).toBe(message(WIDE));
  });
});

describe("the process that cdktf starts", () => {
  const ROOT = join(__dirname, "..", "..");
  const folder = mkdtempSync(join(tmpdir(), "guard-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (main: string, suffix: string) =>
    spawnSync(process.execPath, ["--require", join(ROOT, "src/register.js"), main], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        NODE_PATH: join(ROOT, "node_modules"),
        CDKTF_OUTDIR: join(folder, "out"),
        ENVIRONMENT_SUFFIX: suffix,
        STATE_BUCKET,
      },
    });
  const written = (suffix: string) =>
    existsSync(join(folder, `out/stacks/transaction-processing-${suffix}/cdk.tf.json`));

  it("ends with 1 and one message when main.ts was changed to widen a role, and writes nothing", () => {
    const main = join(folder, "main.ts");
    const line = "new EnvironmentStack(app, config);";
    const original = readFileSync(join(ROOT, "main.ts"), "utf8");
    expect(original).toContain(line);
    const statement = '{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::bucket" }';
    writeFileSync(
      main,
      [
        'import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";',
        original.replaceAll('"./src/', `"${ROOT}/src/`).replace(
          line,
          `const policy = JSON.stringify({ Version: "2012-10-17", Statement: [${statement}] });
             new IamRolePolicy(${line.slice(0, -1)}, "wide", { role: "releaser-role-x1", policy });`,
        ),
      ].join("\n"),
    );
    const { status, stdout, stderr } = run(main, "x1");
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `no environments/x1.json: "x1" gets the defaults of the ephemeral profile\n${message(WIDE)}\n`,
    );
    expect(status).toBe(1);
    expect(written("x1")).toBe(false);
  });

  it("ends with 1 when a file takes WAF from production", () => {
    mkdirSync(join(folder, "environments"));
    writeFileSync(
      join(folder, "environments/prod.json"),
      JSON.stringify({ ...PRODUCTION, waf: { enabled: false } }),
    );
    const { status, stderr } = run(join(ROOT, "main.ts"), "prod");
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      '1 violation of the policy in environment "prod"',
      "  aws_lb.load_balancer_load_balancer (alb-waf): no aws_wafv2_web_acl_association refers to this resource",
    ]);
    expect(status).toBe(1);
    expect(written("prod")).toBe(false);
  });
});
