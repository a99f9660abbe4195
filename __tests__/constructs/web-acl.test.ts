import { CUSTOM, EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const production = synthesized(PRODUCTION);
const visibility = (metric: string) => ({
  cloudwatch_metrics_enabled: true,
  sampled_requests_enabled: true,
  metric_name: metric,
});
const managed = (name: string, priority: number) => ({
  name,
  priority,
  override_action: { none: {} },
  statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
  visibility_config: visibility(name),
});

describe("WAF", () => {
  it("is left out in ephemeral", () => {
    expect(synthesized(EPHEMERAL).json).not.toContain("aws_wafv2");
  });

  it("limits the rate per address first, then applies AWS's managed groups", () => {
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
        managed("AWSManagedRulesCommonRuleSet", 2),
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
    const [rate] = synthesized(CUSTOM).resource("aws_wafv2_web_acl.web_acl_web_acl").rule;
    expect(rate.statement.rate_based_statement.limit).toBe(100);
  });
});
