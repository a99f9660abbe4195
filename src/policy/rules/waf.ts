import { at, blocks, list } from "../document";
import { pci } from "../pci";
import { each, hasA, type Rule } from "../rule";

/** The web application firewall. */
export const WAF = [
  {
    id: "waf-known-bad-inputs",
    sentence: "Web ACLs block what is known to be an attack, Log4j among it.",
    controls: { pci: pci("6.4.2"), checkov: { CKV_AWS_192: "WAF prevents message lookup in Log4j" } },
    fix: "add AWS's rule group AWSManagedRulesKnownBadInputsRuleSet to the web ACL",
    check: each("aws_wafv2_web_acl", ({ rule }) =>
      blocks(rule).some(
        (each) =>
          at(each, "statement.managed_rule_group_statement.name") === "AWSManagedRulesKnownBadInputsRuleSet",
      )
        ? undefined
        : "AWSManagedRulesKnownBadInputsRuleSet is missing",
    ),
  },
  {
    id: "waf-rules-act",
    sentence: "Rules of web ACLs act on what they find instead of counting it.",
    controls: {
      pci: pci("6.4.2"),
      aws: { "WAF.10": "web ACLs have a rule" },
      checkov: { CKV_AWS_342: "WAF rules have actions" },
    },
    fix: "give each rule an action that blocks, or a rule group the override action none",
    check: each("aws_wafv2_web_acl", ({ rule }) => {
      const acts = ({ action, override_action }: Record<string, unknown>) =>
        list(action)
          .concat(list(override_action))
          .some((each) => !("count" in (each as object)));
      const idle = blocks(rule).filter((each) => !acts(each));
      if (blocks(rule).length === 0) return "no rule at all";
      return idle.length === 0 ? undefined : `only counts: ${idle.map(({ name }) => name).join(", ")}`;
    }),
  },
  {
    id: "waf-logging",
    sentence: "Web ACLs log the requests that they look at.",
    controls: {
      pci: pci("6.4.2", "10.2.1"),
      aws: { "WAF.11": "web ACL logging" },
      checkov: { CKV2_AWS_31: "WAF has a logging configuration" },
    },
    fix: "give the web ACL an aws_wafv2_web_acl_logging_configuration",
    check: each("aws_wafv2_web_acl", hasA("aws_wafv2_web_acl_logging_configuration", "resource_arn")),
  },
  {
    id: "waf-metrics",
    sentence: "Web ACLs and their rules count what they do in CloudWatch.",
    controls: { aws: { "WAF.12": "rules have CloudWatch metrics" } },
    fix: "set cloudwatch_metrics_enabled to true in every visibility_config",
    check: each("aws_wafv2_web_acl", (webAcl) => {
      const silent = [webAcl, ...blocks(webAcl.rule)].filter(
        (each) => at(each, "visibility_config.cloudwatch_metrics_enabled") !== true,
      );
      return silent.length === 0 ? undefined : `no metrics: ${silent.map(({ name }) => name).join(", ")}`;
    }),
  },
] as const satisfies readonly Rule[];
