import type { EnvironmentSettings } from "../settings/schema";
import { type Attributes, SynthesizedDocument } from "./document";
import { countedExemptions, EXEMPTIONS, type Exemption } from "./exemptions";
import { CANNOT_BE_READ, type Rule } from "./rule";
import { RULES } from "./rules";

/** A deviation from a policy rule at one Terraform address. */
export interface Violation {
  readonly rule: Rule;
  readonly address: string;
  readonly problem: string;
}

/** A violation that an exemption permits, with this exemption. */
export interface ExemptViolation extends Violation {
  readonly exemption: Exemption;
}

/** An exemption that is not needed, because nothing deviates from the rule at the exemption's Terraform address or pattern of addresses. */
export interface StaleExemption {
  readonly exemption: Exemption;
  readonly at: string;
}

/** The findings of one rule in one environment. If all lists are empty, the rule is not applicable. */
export interface RuleResult {
  readonly rule: Rule;
  /** Terraform addresses that comply with the rule. */
  readonly met: readonly string[];
  readonly exempt: readonly ExemptViolation[];
  readonly violated: readonly Violation[];
}

/** The findings of all rules, and the stale exemptions (exemptions that are not needed). */
export interface Assessment {
  readonly results: readonly RuleResult[];
  readonly stale: readonly StaleExemption[];
}

/** The policy's rules, and the exemptions from them. */
export interface Policy {
  readonly rules: readonly Rule[];
  readonly exemptions: readonly Exemption[];
}

/**
 * Checks the Terraform JSON of an environment against every rule.
 *
 * @param settings the settings of the environment; some exemptions apply only under certain settings
 * @param policy the rules and exemptions. Only tests give this argument.
 * @default - RULES, EXEMPTIONS, and the exemptions of the setting `waf.counted`
 */
export function assess(
  json: Attributes,
  settings: EnvironmentSettings,
  { rules, exemptions }: Policy = {
    rules: RULES,
    exemptions: [...EXEMPTIONS, ...countedExemptions(settings)],
  },
): Assessment {
  const document = new SynthesizedDocument(json);
  const applying = exemptions.filter(
    ({ profiles, when }) => profiles.includes(settings.profile) && (when?.holds(settings) ?? true),
  );
  const results = rules.map((rule) => judge(rule, document, applying));
  const deviating = (exemption: Exemption) =>
    results
      .flatMap(({ exempt }) => exempt)
      .filter(({ rule }) => covers(exemption.rule, rule.id))
      .map(({ address }) => address);
  const stale = applying.flatMap((exemption) => {
    const addresses = deviating(exemption);
    return names(exemption)
      .filter((name) => !addresses.some((address) => covers(name, address)))
      .map((name) => ({ exemption, at: String(name) }));
  });
  return { results, stale };
}

function judge(rule: Rule, document: SynthesizedDocument, exemptions: readonly Exemption[]): RuleResult {
  const met: string[] = [];
  const exempt: ExemptViolation[] = [];
  const violated: Violation[] = [];
  for (const { address, problem } of rule.check(document)) {
    const exemption = problem?.startsWith(CANNOT_BE_READ)
      ? undefined
      : exemptions.find(
          (each) => covers(each.rule, rule.id) && names(each).some((name) => covers(name, address)),
        );
    if (problem === undefined) met.push(address);
    else if (exemption === undefined) violated.push({ rule, address, problem });
    else exempt.push({ rule, address, problem, exemption });
  }
  return { rule, met, exempt, violated };
}

const names = ({ at }: Exemption): readonly (RegExp | string)[] => (at instanceof RegExp ? [at] : at);

const covers = (name: RegExp | string, it: string): boolean =>
  name instanceof RegExp ? name.test(it) : name === it;
