import type { PolicyRecord } from "../../src/policy/record";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { Json } from "../../src/review/terraform-plan";
import { plain } from "../../src/review/text";
import { changeOf, planOf } from "./made-up-plan";

const HTTPS = {
  rule: "listener-https",
  at: "aws_lb_listener.one",
  problem: 'protocol is "HTTP"',
  reason: "A preview has no name.",
};
const WAF = { rule: "alb-waf", at: "aws_lb.one", problem: "no web ACL", reason: "It would cost more." };
const record = (...exemptions: PolicyRecord["exemptions"]): PolicyRecord => ({
  rules: { met: 90, exempt: exemptions.length, notApplicable: 7 },
  exemptions,
});
const CHANGED = changeOf("aws_lb.one", { idle_timeout: 1 }, { idle_timeout: 2 });

/** The section's sentences, each with its severity. */
function said(
  policy: unknown,
  output: { before: Json; after: Json } | undefined,
  changes = [CHANGED],
): string[] {
  const change = {
    after_unknown: false,
    before_sensitive: false,
    after_sensitive: false,
    actions: ["update"],
  };
  const { sections } = reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: planOf({
      resource_changes: changes,
      ...(output && { output_changes: { policy_exemptions: { ...change, ...output } } }),
    }),
    configurationJson: JSON.stringify({ "//": { policy } }),
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });
  const found = sections.find(({ title }) => title === "Policy");
  return found?.findings.map(({ severity, sentence }) => `${severity}: ${plain(sentence)}`) ?? [];
}
const SUM = (exempt: number, more = "") =>
  `note: all ${97 + exempt} rules were checked: 90 are met everywhere, 7 apply to no resource here, ${exempt} have exemptions (${exempt} in all${more}; docs/compliance.md has the reasons)`;
const THE_SAME = ", the same as before";

describe("the policy in a review", () => {
  it("is summed up where something changes, and nowhere else", () => {
    expect(said(record(HTTPS), undefined)).toEqual([SUM(1, THE_SAME)]);
    const stays = changeOf("aws_lb.one", { name: "x" }, { name: "x" });
    expect(said(record(HTTPS), undefined, [stays])).toEqual([]);
    expect(said(record(HTTPS), undefined, [changeOf("aws_lb.one", { name: "x" }, null)])).toEqual([]);
  });

  it("warns of an exemption that is new, with its reason, and notes one that has ended", () => {
    const before = { "alb-waf": ["aws_lb.one"] };
    const after = { "listener-https": ["aws_lb_listener.one"] };
    expect(said(record(HTTPS), { before, after })).toEqual([
      'warning: aws_lb_listener.one is exempt from the rule listener-https from now on (protocol is "HTTP"): A preview has no name.',
      "note: aws_lb.one no longer deviates from the rule alb-waf: its exemption ends",
      SUM(1),
    ]);
  });

  it("does not praise a deviation that ends with its resource", () => {
    const goes = changeOf("aws_lb.one", { name: "x" }, null);
    const before = { "alb-waf": ["aws_lb.one", "aws_lb.gone", "aws_lb.two a part of it"] };
    expect(said(record(), { before, after: {} }, [goes, changeOf("aws_lb.two", {}, {})])).toEqual([
      "note: aws_lb.one is removed, and its exemption from the rule alb-waf ends",
      "note: aws_lb.gone is removed, and its exemption from the rule alb-waf ends",
      "note: aws_lb.two a part of it no longer deviates from the rule alb-waf: its exemption ends",
      SUM(0),
    ]);
  });

  it("tells one address from another of the same rule", () => {
    const at = (...addresses: string[]) => ({ "alb-waf": addresses });
    const two = { ...WAF, at: "aws_lb.two" };
    expect(
      said(record(WAF, two), { before: at("aws_lb.one"), after: at("aws_lb.one", "aws_lb.two") }),
    ).toEqual([
      "warning: aws_lb.two is exempt from the rule alb-waf from now on (no web ACL): It would cost more.",
      SUM(2),
    ]);
  });

  it("says that it does not know where none was recorded, but of a first deployment", () => {
    const after = { "alb-waf": ["aws_lb.one"] };
    expect(said(record(WAF), { before: null, after })).toEqual([
      "note: it is not known which exemptions are new: the deployed environment has no record of its exemptions",
      SUM(1),
    ]);
    const made = changeOf("aws_lb.one", null, { name: "x" });
    expect(said(record(WAF), { before: null, after }, [made])).toEqual([SUM(1)]);
  });

  it("takes no words of a configuration for its own", () => {
    const hostile = { rules: { met: "**1**", exempt: "<b>", notApplicable: 0 }, exemptions: [] };
    expect(said(hostile, undefined)).toEqual([
      "note: all NaN rules were checked: NaN are met everywhere, 0 apply to no resource here, NaN have exemptions (0 in all, the same as before; docs/compliance.md has the reasons)",
    ]);
    expect(said("nothing", undefined)).toEqual([]);
  });
});
