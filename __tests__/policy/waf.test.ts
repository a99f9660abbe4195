import { assess } from "../../src/policy/assess";
import { guard, PolicyError } from "../../src/policy/guard";
import { notBlocking } from "../../src/policy/web-acl";
import type { EnvironmentSettings } from "../../src/settings/schema";
import { PRODUCTION } from "../support/environments";
import { settingsOf } from "../support/problems";
import { configOf, type Overrides } from "../support/synthesize";
import { type Attributes, synthesized } from "../support/synthesized";

const WEB_ACL = "aws_wafv2_web_acl.web_acl_web_acl";
const counting = (counted: object): Overrides => ({
  ...PRODUCTION,
  waf: { counted: counted as EnvironmentSettings["waf"]["counted"] },
});
const exemptionsOf = (overrides: Overrides) =>
  assess(synthesized(overrides).document, settingsOf(overrides)).results.flatMap(({ exempt }) =>
    exempt
      .filter(({ address }) => address.startsWith(WEB_ACL))
      .map(({ rule, address, exemption }) => [rule.id, address, exemption.reason]),
  );
/** What the guard says when the JSON is another than the settings say. */
function refusal(overrides: Overrides, edit: (rules: Attributes[]) => void): string[] {
  const document = JSON.parse(synthesized(overrides).json);
  edit(document.resource.aws_wafv2_web_acl.web_acl_web_acl.rule);
  try {
    guard(document, configOf(overrides, "x1"));
  } catch (error) {
    if (error instanceof PolicyError) return error.message.match(/^ {2}aws_\S+.*$/gm) ?? [];
    throw error;
  }
  return [];
}

describe("what AWS WAF counts", () => {
  it("is nothing where a plan does not contain the rules", () => {
    expect(notBlocking("(sensitive)")).toEqual([]);
    expect(notBlocking([{ name: "one", statement: "(sensitive)" }])).toEqual([]);
  });

  it("is exempt by the reason that the settings give, one by one", () => {
    expect(exemptionsOf(counting({ AWSManagedRulesSQLiRuleSet: "A trial until the end of May." }))).toEqual([
      [
        "waf-managed-rules-block",
        `${WEB_ACL} AWSManagedRulesCommonRuleSet/NoUserAgent_HEADER`,
        expect.stringMatching(
          /^The rule of AWS WAF counts the matching requests and does not block them\. Reason in waf\.counted: .*User-Agent/,
        ),
      ],
      [
        "waf-managed-rules-block",
        `${WEB_ACL} AWSManagedRulesCommonRuleSet/SizeRestrictions_BODY`,
        expect.stringMatching(
          /^The rule of AWS WAF counts the matching requests and does not block them\. Reason in waf\.counted: .*8 KB/,
        ),
      ],
      [
        "waf-managed-rules-block",
        `${WEB_ACL} AWSManagedRulesSQLiRuleSet`,
        "The rule of AWS WAF counts the matching requests and does not block them. Reason in waf.counted: A trial until the end of May.",
      ],
    ]);
  });

  it("of known attacks is a deviation from two rules", () => {
    const found = exemptionsOf(
      counting({ AWSManagedRulesKnownBadInputsRuleSet: { Log4JRCE_BODY: "Our tests send it." } }),
    );
    expect(found.filter(([, address]) => String(address).includes("KnownBad")).map(([rule]) => rule)).toEqual(
      ["waf-known-bad-inputs", "waf-managed-rules-block"],
    );
  });

  it("is refused where the settings give no reason for it", () => {
    expect(
      refusal(PRODUCTION, (rules) => {
        Object.assign(rules[4] ?? {}, { override_action: { count: {} } });
      }),
    ).toEqual([
      `  ${WEB_ACL} AWSManagedRulesSQLiRuleSet (waf-managed-rules-block): AWSManagedRulesSQLiRuleSet has an override, and so does not block the requests that match it`,
    ]);
    expect(
      refusal(PRODUCTION, (rules) => {
        rules[2]?.statement.managed_rule_group_statement.rule_action_override.push({
          name: "GenericLFI_BODY",
          action_to_use: { allow: {} },
        });
      }),
    ).toEqual([expect.stringContaining("AWSManagedRulesCommonRuleSet/GenericLFI_BODY")]);
  });

  it("is refused where it blocks although the settings say that it counts", () => {
    expect(
      refusal(PRODUCTION, (rules) => {
        delete rules[2]?.statement.managed_rule_group_statement.rule_action_override;
      }),
    ).toEqual(
      ["NoUserAgent_HEADER", "SizeRestrictions_BODY"].map(
        (rule) =>
          `  ${WEB_ACL} AWSManagedRulesCommonRuleSet/${rule} (waf-managed-rules-block): exempt, but nothing deviates there`,
      ),
    );
  });
});
