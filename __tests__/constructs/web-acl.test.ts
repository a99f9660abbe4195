import { CUSTOM, EPHEMERAL, PRODUCTION } from "../support/environments";
import { configOf, type Overrides, stackOf } from "../support/synthesize";
import { type Synthesized, synthesized } from "../support/synthesized";

const production = synthesized(PRODUCTION);
const visibility = (metric: string) => ({
  cloudwatch_metrics_enabled: true,
  sampled_requests_enabled: true,
  metric_name: metric,
});
/** A managed group, in which some rules count. */
const managed = (name: string, priority: number, ...counted: string[]) => ({
  name,
  priority,
  override_action: { none: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name,
      ...(counted.length > 0 && {
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      }),
    },
  },
  visibility_config: visibility(name),
});
const rulesOf = (environment: Synthesized) => environment.resource("aws_wafv2_web_acl.web_acl_web_acl").rule;

describe("WAF", () => {
  it("is left out in ephemeral", () => {
    expect(synthesized(EPHEMERAL).json).not.toContain("aws_wafv2");
  });

  it("limits the rate per address first, then applies AWS's managed groups, but for rules that block payments", () => {
    expect(production.resource("aws_wafv2_web_acl.web_acl_web_acl")).toEqual({
      name: "web-acl-x1",
      scope: "REGIONAL",
      default_action: { allow: {} },
      visibility_config: visibility("web-acl-x1"),
      rule: [
        {
          name: "RateLimit",
          priority: 0,
          action: { block: {} },
          statement: {
            rate_based_statement: { aggregate_key_type: "IP", limit: 2000, evaluation_window_sec: 300 },
          },
          visibility_config: visibility("RateLimit"),
        },
        managed("AWSManagedRulesAmazonIpReputationList", 1),
        managed("AWSManagedRulesCommonRuleSet", 2, "NoUserAgent_HEADER", "SizeRestrictions_BODY"),
        managed("AWSManagedRulesKnownBadInputsRuleSet", 3),
        managed("AWSManagedRulesSQLiRuleSet", 4),
      ],
    });
  });

  it("stands before the load balancer", () => {
    expect(production.resource("aws_wafv2_web_acl_association.web_acl_association")).toEqual({
      resource_arn: "${aws_lb.load_balancer_load_balancer.arn}",
      web_acl_arn: "${aws_wafv2_web_acl.web_acl_web_acl.arn}",
    });
  });

  it("logs without credentials to a group whose name AWS prescribes", () => {
    expect(production.resource("aws_cloudwatch_log_group.web_acl_log_group")).toEqual({
      name: "aws-waf-logs-x1",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
    expect(production.resource("aws_wafv2_web_acl_logging_configuration.web_acl_logging")).toEqual({
      resource_arn: "${aws_wafv2_web_acl.web_acl_web_acl.arn}",
      log_destination_configs: ["${aws_cloudwatch_log_group.web_acl_log_group.arn}"],
      redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
      depends_on: ["aws_wafv2_web_acl_association.web_acl_association"],
    });
  });

  it("can be asked for in ephemeral too, with a limit of its own", () => {
    const [rate] = rulesOf(synthesized(CUSTOM));
    expect(rate.statement.rate_based_statement.limit).toBe(100);
  });

  it("counts what configuration excludes, and blocks what it takes back", () => {
    expect(rulesOf(synthesized(CUSTOM)).slice(1)).toEqual([
      managed("AWSManagedRulesAmazonIpReputationList", 1, "AWSManagedReconnaissanceList"),
      managed("AWSManagedRulesCommonRuleSet", 2, "SizeRestrictions_BODY", "GenericRFI_BODY"),
      managed("AWSManagedRulesKnownBadInputsRuleSet", 3, "Host_localhost_HEADER"),
      { ...managed("AWSManagedRulesSQLiRuleSet", 4), override_action: { count: {} } },
    ]);
  });

  it("is the same in whatever order configuration names rules", () => {
    const counted = (...rules: string[]) => ({
      ...PRODUCTION,
      waf: {
        counted: {
          AWSManagedRulesSQLiRuleSet: Object.fromEntries(rules.map((rule) => [rule, "For this test."])),
        },
      },
    });
    expect(synthesized(counted("SQLi_BODY", "SQLi_COOKIE")).json).toBe(
      synthesized(counted("SQLi_COOKIE", "SQLi_BODY")).json,
    );
  });

  it("holds the reasons beside what counts, where reviews find them", () => {
    const commentOf = (overrides: Overrides) =>
      stackOf(configOf(overrides, "x1")).toTerraform().resource.aws_wafv2_web_acl.web_acl_web_acl["//"];
    expect(commentOf(CUSTOM).counted).toEqual({
      "AWSManagedRulesAmazonIpReputationList/AWSManagedReconnaissanceList": "Our own scanner is on it.",
      "AWSManagedRulesCommonRuleSet/GenericRFI_BODY": "Webhooks of partners hold ${urls}, 100 %{of} them.",
      "AWSManagedRulesCommonRuleSet/SizeRestrictions_BODY": expect.stringContaining("8 KB"),
      "AWSManagedRulesKnownBadInputsRuleSet/Host_localhost_HEADER": "A partner's proxy sends it until June.",
      AWSManagedRulesSQLiRuleSet: "New here: it counts until we know what it would block.",
    });
    const none = { AWSManagedRulesCommonRuleSet: { SizeRestrictions_BODY: null, NoUserAgent_HEADER: null } };
    expect(commentOf({ ...PRODUCTION, waf: { counted: none } })).not.toHaveProperty("counted");
  });
});
