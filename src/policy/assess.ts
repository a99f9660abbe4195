import type { EnvironmentSettings } from "../config/schema";
import { ACCEPTANCES, type Acceptance } from "./acceptances";
import { type Attributes, SynthesizedDocument } from "./document";
import type { Rule } from "./rule";
import { RULES } from "./rules";

/** A deviation from a rule at one address. */
export interface Violation {
  readonly rule: Rule;
  readonly address: string;
  readonly problem: string;
}

/** A violation that is accepted, and by what. */
export interface AcceptedViolation extends Violation {
  readonly acceptance: Acceptance;
}

/** An acceptance of something that does not deviate, at the address or pattern that it names. */
export interface StaleAcceptance {
  readonly acceptance: Acceptance;
  readonly at: string;
}

/** What one rule found in one environment. All empty: it is not applicable. */
export interface RuleResult {
  readonly rule: Rule;
  /** Addresses that keep the rule. */
  readonly met: readonly string[];
  readonly accepted: readonly AcceptedViolation[];
  readonly violated: readonly Violation[];
}

/** What all rules found, and which acceptances were for nothing. */
export interface Assessment {
  readonly results: readonly RuleResult[];
  readonly stale: readonly StaleAcceptance[];
}

/** What decides; tests bring their own. */
export interface Policy {
  readonly rules: readonly Rule[];
  readonly acceptances: readonly Acceptance[];
}

/**
 * Holds the Terraform JSON of an environment against every rule.
 *
 * @param settings decide which acceptances apply
 * @param policy default: this project's own
 */
export function assess(
  json: Attributes,
  settings: EnvironmentSettings,
  { rules, acceptances }: Policy = { rules: RULES, acceptances: ACCEPTANCES },
): Assessment {
  const document = new SynthesizedDocument(json);
  const applying = acceptances.filter(
    ({ profiles, when }) => profiles.includes(settings.profile) && (when?.holds(settings) ?? true),
  );
  const results = rules.map((rule) => judge(rule, document, applying));
  const deviating = (acceptance: Acceptance) =>
    results
      .flatMap(({ accepted }) => accepted)
      .filter(({ rule }) => rule.id === acceptance.rule)
      .map(({ address }) => address);
  const stale = applying.flatMap((acceptance) => {
    const addresses = deviating(acceptance);
    return names(acceptance)
      .filter((name) => !addresses.some((address) => covers(name, address)))
      .map((name) => ({ acceptance, at: String(name) }));
  });
  return { results, stale };
}

function judge(rule: Rule, document: SynthesizedDocument, acceptances: readonly Acceptance[]): RuleResult {
  const met: string[] = [];
  const accepted: AcceptedViolation[] = [];
  const violated: Violation[] = [];
  for (const { address, problem } of rule.check(document)) {
    const acceptance = acceptances.find(
      (each) => each.rule === rule.id && names(each).some((name) => covers(name, address)),
    );
    if (problem === undefined) met.push(address);
    else if (acceptance === undefined) violated.push({ rule, address, problem });
    else accepted.push({ rule, address, problem, acceptance });
  }
  return { rule, met, accepted, violated };
}

const names = ({ at }: Acceptance): readonly (RegExp | string)[] => (at instanceof RegExp ? [at] : at);

const covers = (name: RegExp | string, address: string): boolean =>
  name instanceof RegExp ? name.test(address) : name === address;
