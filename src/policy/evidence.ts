import type { EnvironmentSettings } from "../config/schema";
import type { Acceptance } from "./acceptances";
import type { Assessment, RuleResult } from "./assess";
import { CONTROL_TITLES, FRAMEWORK_NAMES } from "./controls";
import { FRAMEWORKS, type Framework } from "./rule";

export type Verdict = "accepted" | "met" | "not applicable" | "violated";

/** One published control, and what stands for it in an environment. */
export interface ControlEvidence {
  readonly framework: string;
  readonly id: string;
  /** In few words of ours. */
  readonly title: string;
  /** The worst of its rules: violated, accepted, met, not applicable. */
  readonly verdict: Verdict;
  /** Ids of the rules that serve it. */
  readonly rules: readonly string[];
  readonly met: readonly string[];
  readonly accepted: readonly string[];
  readonly violated: readonly string[];
}

/** One rule, and what it found. */
export interface RuleEvidence {
  readonly id: string;
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly met: readonly string[];
  readonly accepted: readonly string[];
  readonly violated: readonly { readonly address: string; readonly problem: string; readonly fix: string }[];
}

/** An accepted deviation, and where it is. */
export interface AcceptanceEvidence {
  readonly rule: string;
  readonly addresses: readonly string[];
  readonly reason: string;
  /** The setting under which it applies, if not under all. */
  readonly when?: string;
}

/** Everything that an auditor asks about one environment. */
export interface Evidence {
  readonly environment: string;
  readonly profile: EnvironmentSettings["profile"];
  readonly controls: readonly ControlEvidence[];
  readonly rules: readonly RuleEvidence[];
  readonly acceptances: readonly AcceptanceEvidence[];
  /** Acceptances of what does not deviate. */
  readonly stale: readonly { readonly rule: string; readonly at: string }[];
}

/** The evidence that an assessment amounts to. */
export function evidenceOf(
  environment: string,
  profile: EnvironmentSettings["profile"],
  { results, stale }: Assessment,
): Evidence {
  return {
    environment,
    profile,
    controls: FRAMEWORKS.flatMap((framework) => controlsOf(framework, results)),
    rules: results.map(toRule),
    acceptances: acceptancesOf(results),
    stale: stale.map(({ acceptance, at }) => ({ rule: acceptance.rule, at })),
  };
}

function controlsOf(framework: Framework, results: readonly RuleResult[]): ControlEvidence[] {
  return Object.entries(CONTROL_TITLES[framework])
    .map(([id, title]) => {
      const serving = results.filter(({ rule }) => rule.controls[framework]?.includes(id));
      const addresses = (key: "accepted" | "violated") =>
        distinct(serving.flatMap((result) => result[key].map(({ address }) => address)));
      return {
        framework: FRAMEWORK_NAMES[framework],
        id,
        title,
        verdict: worst(serving.map(verdictOf)),
        rules: serving.map(({ rule }) => rule.id),
        met: distinct(serving.flatMap(({ met }) => met)),
        accepted: addresses("accepted"),
        violated: addresses("violated"),
      };
    })
    .sort((one, other) => one.id.localeCompare(other.id, "en", { numeric: true }));
}

function toRule(result: RuleResult): RuleEvidence {
  const { rule, met, accepted, violated } = result;
  return {
    id: rule.id,
    sentence: rule.sentence,
    verdict: verdictOf(result),
    met,
    accepted: accepted.map(({ address }) => address),
    violated: violated.map(({ address, problem }) => ({ address, problem, fix: rule.fix })),
  };
}

function acceptancesOf(results: readonly RuleResult[]): AcceptanceEvidence[] {
  const addresses = new Map<Acceptance, string[]>();
  for (const { acceptance, address } of results.flatMap(({ accepted }) => accepted)) {
    addresses.set(acceptance, [...(addresses.get(acceptance) ?? []), address]);
  }
  return [...addresses].map(([{ rule, reason, when }, at]) => ({
    rule,
    addresses: at,
    reason,
    ...(when && { when: when.setting }),
  }));
}

function verdictOf({ met, accepted, violated }: RuleResult): Verdict {
  if (violated.length > 0) return "violated";
  if (accepted.length > 0) return "accepted";
  return met.length > 0 ? "met" : "not applicable";
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  (["violated", "accepted", "met"] as const).find((verdict) => verdicts.includes(verdict)) ??
  "not applicable";

const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();
