import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { complianceOf } from "../../src/docs/compliance";
import { exampleEnvironment } from "../../src/docs/example";
import type { Evidence } from "../../src/policy/evidence";
import { evidenceMarkdown } from "../../src/policy/markdown";
import { PRODUCTION } from "../support/environments";
import { configOf } from "../support/synthesize";

jest.setTimeout(60_000); // on a busy machine

const production = complianceOf(exampleEnvironment("production"));
const broken = complianceOf(configOf({ ...PRODUCTION, waf: { enabled: false } }, "prod"));
const control = ({ controls }: Evidence, id: string) => controls.find((each) => each.id === id);

describe("the evidence", () => {
  it("of the examples has no violation, and a reason for every deviation", () => {
    for (const evidence of [production, complianceOf(exampleEnvironment("ephemeral"))]) {
      expect(evidence.controls.filter(({ verdict }) => verdict === "violated")).toEqual([]);
      expect(evidence.stale).toEqual([]);
      const explained = new Set(evidence.acceptances.map(({ rule }) => rule));
      const deviating = evidence.rules.filter(({ verdict }) => verdict === "accepted").map(({ id }) => id);
      expect(deviating.filter((id) => !explained.has(id))).toEqual([]);
      expect(deviating.length).toBeGreaterThan(8);
    }
  });

  it("says of a control which rules serve it, and where", () => {
    expect(control(production, "KMS.4")).toEqual({
      framework: "AWS Security Hub",
      id: "KMS.4",
      title: "key rotation",
      verdict: "met",
      rules: ["kms-rotation"],
      met: ["aws_kms_key.encryption_key_key"],
      accepted: [],
      violated: [],
    });
    expect(control(complianceOf(exampleEnvironment("ephemeral")), "KMS.4")?.verdict).toBe("not applicable");
    expect(control(production, "ELB.6")).toMatchObject({
      verdict: "accepted",
      accepted: ["aws_lb.load_balancer_load_balancer"],
    });
  });

  it("is there for what the guard refuses, too", () => {
    expect(control(broken, "ELB.16")).toMatchObject({
      verdict: "violated",
      violated: ["aws_lb.load_balancer_load_balancer"],
    });
    expect(evidenceMarkdown(broken)).toContain(
      [
        "## Violations",
        "",
        "| rule | address | found | fix |",
        "| --- | --- | --- | --- |",
        "| `alb-waf` | `aws_lb.load_balancer_load_balancer` | no aws_wafv2_web_acl_association names it | set waf.enabled to true |",
      ].join("\n"),
    );
  });

  it("is a table that Markdown can read: as many cells in each row as in the header", () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = evidenceMarkdown(production)
      .trimEnd()
      .split("\n\n")
      .filter((block) => block.startsWith("|"))
      .map((block) => block.split("\n"));
    expect(tables).toHaveLength(7); // five frameworks, deviations, rules
    for (const [header = "", ...rows] of tables) {
      expect(rows.filter((row) => cells(row) !== cells(header))).toEqual([]);
      expect(rows.length).toBeGreaterThan(5);
    }
  });
});

describe("npm run compliance", () => {
  const ROOT = join(__dirname, "..", "..");
  const folder = mkdtempSync(join(tmpdir(), "compliance-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ["--require", join(ROOT, "src/register.js"), join(ROOT, "src/commands/compliance.ts"), ...args],
      { cwd: folder, encoding: "utf8" },
    );

  it("prints the example of production, and ends with 0", () => {
    const { status, stdout } = run();
    expect(stdout.trimEnd()).toBe(evidenceMarkdown(production).trimEnd());
    expect(status).toBe(0);
  });

  it("ends with 3 where an environment violates the policy, and still prints all of it", () => {
    mkdirSync(join(folder, "environments"));
    writeFileSync(
      join(folder, "environments", "prod.json"),
      JSON.stringify({ ...PRODUCTION, waf: { enabled: false } }),
    );
    const { status, stdout } = run("--suffix", "prod", "--format", "json");
    expect(control(JSON.parse(stdout), "ELB.16")?.verdict).toBe("violated");
    expect(status).toBe(3);
  });

  it("ends with 2 where there is no such environment, or it was called wrongly", () => {
    expect(run("--suffix", "NO")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('ENVIRONMENT_SUFFIX: got "NO"'),
    });
    expect(run("--profile", "staging").status).toBe(2);
    expect(run("--profile", "production", "--suffix", "prod").status).toBe(2);
  });
});
