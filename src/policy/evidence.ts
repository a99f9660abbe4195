import type { Framework } from "../resources/row";
import { type LeftByDestroy, leftByDestroy } from "../settings/left-by-destroy";
import type { EnvironmentSettings } from "../settings/schema";
import type { Assessment, RuleResult } from "./assess";

/** The official name of each framework, in the order in which the evidence lists the frameworks. */
const FRAMEWORKS: Readonly<Record<Framework, string>> = {
  pci: "PCI DSS 4.0.1", // https://www.pcisecuritystandards.org/document_library/
  aws: "AWS Security Hub", // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
  cis: "CIS AWS Foundations Benchmark 3.0",
  checkov: "checkov", // https://www.checkov.io/5.Policy%20Index/terraform.html
  cdkNag: "cdk-nag", // https://github.com/cdklabs/cdk-nag/blob/main/RULES.md
};

/**
 * The verdict on a rule or a control. `violated`: a resource deviates without an exemption. `exempt`: a resource deviates, with an
 * exemption. `met`: all resources comply. `not applicable`: the environment has no resource that the rule concerns.
 */
export type Verdict = "exempt" | "met" | "not applicable" | "violated";

/** One published control, and the rules that implement it in an environment. */
export interface ControlEvidence {
  readonly framework: string;
  readonly id: string;
  /** A short description in this project's words. */
  readonly title: string;
  /** The worst verdict of the control's rules. The order, from the worst to the best: violated, exempt, met, not applicable. */
  readonly verdict: Verdict;
  /** Ids of the rules that implement the control. */
  readonly rules: readonly string[];
  readonly met: readonly string[];
  readonly exempt: readonly string[];
  readonly violated: readonly string[];
}

/** One rule, with its findings. */
export interface RuleEvidence {
  readonly id: string;
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly met: readonly string[];
  readonly exempt: readonly string[];
  readonly violated: readonly { readonly address: string; readonly problem: string; readonly fix: string }[];
}

/** An exemption, with its Terraform addresses. */
export interface ExemptionEvidence {
  readonly rule: string;
  readonly addresses: readonly string[];
  readonly reason: string;
  /** The condition under which the exemption applies, such as `customerManagedKey is false`. @default - the exemption always applies */
  readonly when?: string;
}

/** The evidence for auditors about one environment: how it complies with the policy. */
export interface Evidence {
  readonly environment: string;
  readonly profile: EnvironmentSettings["profile"];
  readonly controls: readonly ControlEvidence[];
  readonly rules: readonly RuleEvidence[];
  readonly exemptions: readonly ExemptionEvidence[];
  /** Exemptions that are not needed, because nothing deviates from the rule at their Terraform addresses. */
  readonly stale: readonly { readonly rule: string; readonly at: string }[];
  /** The data that remains after a destroy. */
  readonly left: readonly LeftByDestroy[];
}

/** Makes the evidence from an assessment. */
export function evidenceOf(
  environment: string,
  settings: EnvironmentSettings,
  { results, stale }: Assessment,
): Evidence {
  return {
    environment,
    profile: settings.profile,
    controls: (Object.keys(FRAMEWORKS) as Framework[]).flatMap((framework) => controlsOf(framework, results)),
    rules: results.map(toRule),
    exemptions: exemptionsOf(results),
    stale: stale.map(({ exemption, at }) => ({ rule: String(exemption.rule), at })),
    left: leftByDestroy({ suffix: environment, ...settings }),
  };
}

function controlsOf(framework: Framework, results: readonly RuleResult[]): ControlEvidence[] {
  const titles: Readonly<Record<string, string>> = Object.assign(
    {},
    ...results.map(({ rule }) => rule.controls[framework]),
  );
  return Object.entries(titles)
    .map(([id, title]) => {
      const serving = results.filter(({ rule }) => id in (rule.controls[framework] ?? {}));
      const addresses = (key: "exempt" | "violated") =>
        distinct(serving.flatMap((result) => result[key].map(({ address }) => address)));
      return {
        framework: FRAMEWORKS[framework],
        id,
        title,
        verdict: worst(serving.map(verdictOf)),
        rules: serving.map(({ rule }) => rule.id),
        met: distinct(serving.flatMap(({ met }) => met)),
        exempt: addresses("exempt"),
        violated: addresses("violated"),
      };
    })
    .sort((one, other) => one.id.localeCompare(other.id, "en", { numeric: true }));
}

function toRule(result: RuleResult): RuleEvidence {
  const { rule, met, exempt, violated } = result;
  return {
    id: rule.id,
    sentence: rule.sentence,
    verdict: verdictOf(result),
    met,
    exempt: exempt.map(({ address }) => address),
    violated: violated.map(({ address, problem }) => ({ address, problem, fix: rule.fix })),
  };
}

function exemptionsOf(results: readonly RuleResult[]): ExemptionEvidence[] {
  return results.flatMap(({ rule, exempt }) =>
    [...new Set(exempt.map(({ exemption }) => exemption))].map((exemption) => ({
      rule: rule.id,
      addresses: exempt.filter((each) => each.exemption === exemption).map(({ address }) => address),
      reason: exemption.reason,
      ...(exemption.when && { when: exemption.when.setting }),
    })),
  );
}

function verdictOf({ met, exempt, violated }: RuleResult): Verdict {
  if (violated.length > 0) return "violated";
  if (exempt.length > 0) return "exempt";
  return met.length > 0 ? "met" : "not applicable";
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  (["violated", "exempt", "met"] as const).find((verdict) => verdicts.includes(verdict)) ?? "not applicable";

const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();
