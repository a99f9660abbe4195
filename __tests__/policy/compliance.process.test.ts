import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assess } from "../../src/policy/assess";
import { type Evidence, evidenceOf } from "../../src/policy/evidence";
import { evidenceMarkdown } from "../../src/policy/markdown";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { settingsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";
import { synthesized } from "../support/synthesized";

const ROOT = join(__dirname, "..", "..");
const evidence = (overrides: Overrides, suffix: string) => {
  const settings = settingsOf(overrides);
  return evidenceOf(suffix, settings, assess(synthesized(overrides, suffix).document, settings));
};
const example: Overrides = JSON.parse(readFileSync(join(ROOT, "environments/prod.example.json"), "utf8"));
const production = evidence(example, "prod");
const ephemeral = evidence(EPHEMERAL, "x1");
const control = ({ controls }: Evidence, id: string) => controls.find((each) => each.id === id);

describe("the evidence", () => {
  it("of the examples has no violation, and a reason for every deviation", () => {
    for (const { controls, stale, exemptions, rules } of [production, ephemeral]) {
      expect(controls.filter(({ verdict }) => verdict === "violated")).toEqual([]);
      expect(stale).toEqual([]);
      const explained = new Set(exemptions.map(({ rule }) => rule));
      const deviating = rules.filter(({ verdict }) => verdict === "exempt").map(({ id }) => id);
      expect(deviating.filter((id) => !explained.has(id))).toEqual([]);
      expect(deviating.length).toBeGreaterThan(8);
    }
  });

  it("says of a control which rules serve it, and where", () => {
    expect(control(production, "KMS.4")).toEqual({
      framework: "AWS Security Hub",
      id: "KMS.4",
      title: "keys are rotated",
      verdict: "met",
      rules: ["kms-rotation"],
      met: ["aws_kms_key.encryption_key_key"],
      exempt: [],
      violated: [],
    });
    expect(control(ephemeral, "KMS.4")?.verdict).toBe("not applicable");
    expect(control(production, "ELB.6")).toMatchObject({
      verdict: "exempt",
      exempt: ["aws_lb.load_balancer_load_balancer"],
    });
  });

  it("is a table that Markdown can read: as many cells in each row as in the header", () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = evidenceMarkdown(production)
      .trimEnd()
      .split("\n\n")
      .filter((block) => block.startsWith("|"))
      .map((block) => block.split("\n"));
    expect(tables).toHaveLength(8); // five frameworks, deviations, what a destroy leaves, rules
    for (const [header = "", ...rows] of tables) {
      expect(rows.filter((row) => cells(row) !== cells(header))).toEqual([]);
      expect(rows.length).toBeGreaterThan(header.startsWith("| data | until |") ? 2 : 5);
    }
  });
});

describe("npm run compliance", () => {
  const folder = mkdtempSync(join(tmpdir(), "compliance-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = async (...args: string[]) => {
    const command = ["--require", join(ROOT, "src/register.js"), join(ROOT, "src/commands/compliance.ts")];
    const child = spawn(process.execPath, [...command, ...args], { cwd: folder });
    const written = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        written[name] += text;
      });
    }
    const status = await new Promise((resolve) => child.on("close", resolve));
    return { status, ...written };
  };

  it("prints the example of production, and ends with 0", async () => {
    const { status, stdout } = await run();
    expect(stdout.trimEnd()).toBe(evidenceMarkdown(production).trimEnd());
    expect(status).toBe(0);
  });

  it("ends with 3 where an environment violates the policy, and still has all of it", async () => {
    mkdirSync(join(folder, "environments"));
    writeFileSync(
      join(folder, "environments", "prod.json"),
      JSON.stringify({ ...PRODUCTION, waf: { enabled: false } }),
    );
    const { status, stdout } = await run("--suffix", "prod", "--format", "json");
    const broken: Evidence = JSON.parse(stdout);
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
        "| `alb-waf` | `aws_lb.load_balancer_load_balancer` | no aws_wafv2_web_acl_association refers to this resource | set waf.enabled to true |",
      ].join("\n"),
    );
    expect(status).toBe(3);
  });

  it("ends with 2 where there is no such environment, or it was called wrongly", async () => {
    const [unknown, absent, misspelt, both] = await Promise.all([
      run("--suffix", "NO"),
      run("--suffix", "absent"),
      run("--profile", "staging"),
      run("--profile", "production", "--suffix", "prod"),
    ]);
    expect(unknown).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('ENVIRONMENT_SUFFIX: got "NO"'),
    });
    expect(absent).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "there is no environments/absent.json; use --profile ephemeral for an environment without a settings file\n",
    });
    expect([misspelt?.status, both?.status]).toEqual([2, 2]);
  });
});
