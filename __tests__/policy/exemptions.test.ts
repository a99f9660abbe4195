import { assess } from "../../src/policy/assess";
import { EXEMPTIONS, type Exemption } from "../../src/policy/exemptions";
import { guard, PolicyError } from "../../src/policy/guard";
import { RULES } from "../../src/policy/rules";
import { EPHEMERAL, OUTSIDE_KEY_ARN, PRODUCTION, VARIANTS } from "../support/environments";
import { settingsOf } from "../support/problems";
import { configOf, jsonOf, type Overrides, stackOf } from "../support/synthesize";
import { synthesized } from "../support/synthesized";

const LOAD_BALANCER = "aws_lb.load_balancer_load_balancer";

/** What the rules say of an environment, with one more exemption than there is. */
const assessWith = (exemption: Exemption, overrides: Overrides = EPHEMERAL) =>
  assess(synthesized(overrides).document, settingsOf(overrides), {
    rules: RULES,
    exemptions: [...EXEMPTIONS, exemption],
  });
const exemption = (change: Partial<Exemption>): Exemption => ({
  rule: "alb-access-logs",
  profiles: ["ephemeral"],
  at: [LOAD_BALANCER],
  reason: "For this test.",
  ...change,
});

describe("every exemption", () => {
  it("names a rule and says why in sentences", () => {
    for (const { rule, profiles, reason } of EXEMPTIONS) {
      expect(RULES.some(({ id }) => (rule instanceof RegExp ? rule.test(id) : rule === id))).toBe(true);
      expect(profiles.length).toBeGreaterThan(0);
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it("is needed by some environment", () => {
    const environments: Overrides[] = [
      ...VARIANTS.map(([, overrides]) => overrides),
      { database: { performanceInsights: true } },
    ];
    const used = environments.flatMap((overrides) =>
      assess(synthesized(overrides).document, settingsOf(overrides)).results.flatMap(({ exempt }) =>
        exempt.map((each) => each.exemption),
      ),
    );
    expect(EXEMPTIONS.filter((each) => !used.includes(each))).toEqual([]);
  });
});

describe("an exemption", () => {
  it("of what does not deviate is out of date, and refuses the environment", () => {
    const protectedNow = JSON.parse(synthesized(EPHEMERAL).json);
    protectedNow.resource.aws_lb.load_balancer_load_balancer.enable_deletion_protection = true;
    expect(() => guard(protectedNow, configOf(EPHEMERAL, "x1"))).toThrow(
      new PolicyError("x1", assess(protectedNow, settingsOf(EPHEMERAL))),
    );
    expect(new PolicyError("x1", assess(protectedNow, settingsOf(EPHEMERAL))).message).toBe(
      [
        '1 violation of the policy in environment "x1"',
        `  ${LOAD_BALANCER} (alb-deletion-protection): exempt, but nothing deviates there`,
        '    fix: remove the exemption from src/policy/exemptions.ts, or limit it with "when"',
      ].join("\n"),
    );
  });

  it("has to be right at every address that it lists", () => {
    const halfRight = exemption({
      rule: "target-group-tls",
      at: ["aws_lb_target_group.traffic_target_group_blue", "aws_lb_target_group.traffic_target_group_red"],
    });
    // Somebody else's exemption comes first for blue, so both are for nothing.
    expect(assessWith(halfRight).stale.map(({ at }) => at)).toContain(
      "aws_lb_target_group.traffic_target_group_red",
    );
  });

  it("by pattern has to be right somewhere", () => {
    expect(assessWith(exemption({ at: /^aws_lb\./ })).stale.map(({ at }) => at)).toEqual(["/^aws_lb\\./"]);
  });

  it("is asked for neither in another profile nor under other settings", () => {
    expect(assessWith(exemption({ profiles: ["production"] })).stale).toEqual([]);
    const never = { setting: "never", holds: () => false };
    expect(assessWith(exemption({ when: never })).stale).toEqual([]);
  });

  it("excuses nothing in another profile", () => {
    const { document } = synthesized(EPHEMERAL);
    expect(() => guard(document, configOf(PRODUCTION, "x1"))).toThrow(/alb-waf.*listener-https/s);
  });
});

// What a file in environments/ can say in production, and no auditor would sign.
describe("production is refused", () => {
  const refusal = (overrides: Overrides) => {
    try {
      jsonOf(stackOf(configOf({ ...PRODUCTION, ...overrides }, "prod")));
    } catch (error) {
      if (error instanceof PolicyError) return error.message;
      throw error;
    }
    throw new Error("exempt, although it should be refused");
  };
  const database = "aws_rds_cluster.database_cluster";

  it("for each setting by its own rules, which say how it has to be", () => {
    const message = refusal({
      waf: { enabled: false },
      // A key of its own, but for the database only.
      customerManagedKey: false,
      database: { backupRetentionDays: 1, monitoringIntervalSeconds: 0, kmsKeyArn: OUTSIDE_KEY_ARN },
      logs: { auditRetentionDays: 3 },
    });
    const found = [...message.matchAll(/^ {2}\S+ \((\S+)\): .*\n.*\n {4}fix: (.*)$/gm)];
    expect(Object.fromEntries(found.map(([, rule, fix]) => [rule, fix]))).toEqual({
      "alb-waf": "set waf.enabled to true",
      "rds-backup-retention": "set database.backupRetentionDays to at least 7",
      "rds-enhanced-monitoring": "set database.monitoringIntervalSeconds to 60 or less, but not to 0",
      "rds-performance-insights-key": "set customerManagedKey to true",
      "secret-customer-managed-key": "set customerManagedKey to true",
      "sns-encrypted": "set customerManagedKey to true",
      "log-customer-managed-key": "set customerManagedKey to true",
      "s3-log-retention": "set logs.auditRetentionDays to at least 365",
      "log-retention-year": "set logs.auditRetentionDays to at least 365",
    });
  });

  it("with everything at once, in one message", () => {
    const message = refusal({ waf: { enabled: false }, database: { backupRetentionDays: 1 } });
    expect(message).toBe(
      [
        '2 violations of the policy in environment "prod"',
        `  ${LOAD_BALANCER} (alb-waf): no aws_wafv2_web_acl_association refers to this resource`,
        "    AWS WAF protects every load balancer.",
        "    fix: set waf.enabled to true",
        `    or write an exemption with a reason in src/policy/exemptions.ts: rule "alb-waf", at "${LOAD_BALANCER}"`,
        `  ${database} (rds-backup-retention): backup_retention_period is 1`,
        "    The database can be restored to any second of the last 7 days.",
        "    fix: set database.backupRetentionDays to at least 7",
        `    or write an exemption with a reason in src/policy/exemptions.ts: rule "rds-backup-retention", at "${database}"`,
      ].join("\n"),
    );
  });
});
