import type { RuleResult } from "../../src/policy/assess";
import { evidenceOf, type Verdict } from "../../src/policy/evidence";
import { evidenceMarkdown } from "../../src/policy/markdown";
import type { Rule } from "../../src/policy/rule";
import { PROFILES } from "../../src/settings/profiles";

/** From the worst on. */
const VERDICTS: readonly Verdict[] = ["violated", "exempt", "met", "not applicable"];
const CONTROL = "7.2.5";

/** What one rule that serves the control found, as bad as it is said to be and with everything better beside it. */
function found(verdict: Verdict, id: string): RuleResult {
  const rule: Rule = { id, sentence: "", fix: "", controls: { pci: { [CONTROL]: "t" } }, check: () => [] };
  const violation = { rule, address: `${id}.bad`, problem: "p" };
  const exemption = { rule: id, profiles: [], at: [], reason: "r" };
  const asBadAs = (other: Verdict) => VERDICTS.indexOf(verdict) <= VERDICTS.indexOf(other);
  return {
    rule,
    violated: verdict === "violated" ? [violation] : [],
    exempt: asBadAs("exempt") ? [{ ...violation, exemption }] : [],
    met: asBadAs("met") ? [`${id}.good`] : [],
  };
}
const evidence = (...results: RuleResult[]) => evidenceOf("x1", PROFILES.production, { results, stale: [] });
const verdictOf = (...results: RuleResult[]) =>
  evidence(...results).controls.find(({ id }) => id === CONTROL)?.verdict;

it.each(VERDICTS)("a rule that is %s is so, whatever else it found", (verdict) => {
  expect(evidence(found(verdict, "one")).rules.map((each) => each.verdict)).toEqual([verdict]);
});

describe.each(VERDICTS)("a control with a rule that is %s", (one) => {
  it.each(VERDICTS)("and one that is %s has the worse verdict of both", (other) => {
    const worse = VERDICTS[Math.min(VERDICTS.indexOf(one), VERDICTS.indexOf(other))];
    expect(verdictOf(found(one, "one"), found(other, "other"))).toBe(worse);
  });
});

it("lists a web ACL with an exempt rule of AWS WAF as exempt, and not also among the other resources", () => {
  const { rule } = found("met", "one");
  const exemption = { rule: "one", profiles: [], at: [], reason: "r" };
  const address = "aws_wafv2_web_acl.acl Group/Rule";
  const counted = { rule, violated: [], exempt: [{ rule, address, problem: "p", exemption }], met: [] };
  const acted = { rule, violated: [], exempt: [], met: ["aws_wafv2_web_acl.acl", "aws_lb.x"] };
  const row = evidenceMarkdown(evidence(counted, acted))
    .split("\n")
    .find((line) => line.startsWith(`| ${CONTROL} |`));
  expect(row).toMatch(
    /exempt resources: `aws_wafv2_web_acl\.acl Group\/Rule`; other resources: `aws_lb\.x` \|$/,
  );
});
