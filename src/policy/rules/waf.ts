import { countedName } from "../../settings/waf";
import { at, attributesOf, blocks, list, type Resource } from "../document";
import { pci } from "../pci";
import { each, type Finding, findingsAt, hasA, type Rule } from "../rule";
import { overridden } from "../web-acl";

const KNOWN_BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet";

/**
 * Checks whether a web ACL has overrides that stop AWS's managed rules from blocking requests. An override is for a whole rule group or for
 * a single rule. For each such override, the function returns a separate finding with a problem. If there is no such override, the web ACL
 * complies, and the function returns one finding without a problem.
 */
function managedRules(webAcl: Resource, concerned = (_group: string) => true): Finding[] {
  const { address } = webAcl;
  const idle = overridden(attributesOf(webAcl).rule).filter(({ group }) => concerned(group));
  if (idle.length === 0) return [{ address, problem: undefined }];
  return idle.map(countedName).map((name) => ({
    address: `${address} ${name}`,
    problem: `${name} has an override, and so does not block the requests that match it`,
  }));
}

/** Returns a check of each web ACL. */
const eachWebAcl =
  (find: (webAcl: Resource) => Finding[]): Rule["check"] =>
  (document) =>
    document
      .resources("aws_wafv2_web_acl")
      .flatMap((webAcl) => findingsAt(webAcl.address, () => find(webAcl)));

/** Rules about the web application firewall (AWS WAF). */
export const WAF = [
  {
    id: "waf-known-bad-inputs",
    sentence: "Web ACLs block known attacks, including attacks on Log4j.",
    controls: {
      pci: pci("6.4.2"),
      checkov: { CKV_AWS_192: "WAF blocks attacks on message lookup in Log4j" },
    },
    fix: `add AWS's rule group ${KNOWN_BAD_INPUTS} to the web ACL, without an override to count`,
    check: eachWebAcl((webAcl) => {
      const { address, attributes } = webAcl;
      return blocks(attributes.rule).some(
        (rule) => at(rule, "statement.managed_rule_group_statement.name") === KNOWN_BAD_INPUTS,
      )
        ? managedRules(webAcl, (group) => group === KNOWN_BAD_INPUTS)
        : [{ address, problem: `${KNOWN_BAD_INPUTS} is missing` }];
    }),
  },
  {
    id: "waf-rules-act",
    sentence: "Every web ACL has a rule. No rule of a web ACL has the action Count.",
    controls: {
      pci: pci("6.4.2"),
      aws: { "WAF.10": "web ACLs have a rule" },
      checkov: { CKV_AWS_342: "WAF rules have actions" },
    },
    fix: "give the web ACL a rule, and give each rule an action that blocks requests",
    check: each("aws_wafv2_web_acl", ({ rule }) => {
      const idle = blocks(rule).filter(({ action }) => list(action).some((it) => "count" in (it as object)));
      if (blocks(rule).length === 0) return "the web ACL has no rule";
      return idle.length === 0 ? undefined : `only counts: ${idle.map(({ name }) => name).join(", ")}`;
    }),
  },
  {
    id: "waf-managed-rules-block",
    sentence:
      "If an override changes the action of an AWS managed rule group or of a rule in this group, the new action is Block. Exceptions are the groups and rules in the setting waf.counted, each with a reason.",
    controls: { pci: pci("6.4.2") },
    fix: "let the rule block requests, or list the rule in waf.counted with a reason",
    check: eachWebAcl((webAcl) => managedRules(webAcl)),
  },
  {
    id: "waf-logging",
    sentence: "Web ACLs log the requests that they inspect.",
    controls: {
      pci: pci("6.4.2", "10.2.1"),
      aws: { "WAF.11": "web ACLs log requests" },
      checkov: { CKV2_AWS_31: "WAF has a logging configuration" },
    },
    fix: "give the web ACL an aws_wafv2_web_acl_logging_configuration",
    check: each("aws_wafv2_web_acl", hasA("aws_wafv2_web_acl_logging_configuration", "resource_arn")),
  },
  {
    id: "waf-metrics",
    sentence: "Web ACLs and their rules publish metrics in CloudWatch.",
    controls: { aws: { "WAF.12": "rules of web ACLs have CloudWatch metrics" } },
    fix: "set cloudwatch_metrics_enabled to true in every visibility_config",
    check: each("aws_wafv2_web_acl", (webAcl) => {
      const silent = [webAcl, ...blocks(webAcl.rule)].filter(
        (each) => at(each, "visibility_config.cloudwatch_metrics_enabled") !== true,
      );
      return silent.length === 0 ? undefined : `no metrics: ${silent.map(({ name }) => name).join(", ")}`;
    }),
  },
] as const satisfies readonly Rule[];
