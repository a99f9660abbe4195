import type { Assessment } from "./assess";
import type { Attributes } from "./document";

/**
 * Name of the Terraform output that lists, for each rule, the Terraform addresses of the exempt deviations. The list is an output because a
 * plan shows all changes of outputs. So a review of a plan can show which exemptions are new.
 * https://developer.hashicorp.com/terraform/language/values/outputs
 */
export const POLICY_EXEMPTIONS = "policy_exemptions";

/** The policy's findings. The Terraform JSON contains these findings as a comment property. A review of a plan reads this property. */
export interface PolicyRecord {
  /**
   * The numbers of rules. `met`: all resources comply. `exempt`: exemptions permit all deviations. `notApplicable`: the environment has no
   * resource that the rule concerns.
   */
  readonly rules: { readonly met: number; readonly exempt: number; readonly notApplicable: number };
  readonly exemptions: readonly RecordedExemption[];
}

export interface RecordedExemption {
  readonly rule: string;
  readonly at: string;
  readonly problem: string;
  readonly reason: string;
}

/**
 * Adds two things to Terraform JSON: an output with the Terraform addresses of exempt deviations, and a comment property with the policy's
 * findings ({@link PolicyRecord}). Terraform ignores comment properties.
 * https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
 */
export function withPolicyRecord<Document extends Attributes>(
  json: Document,
  { results }: Assessment,
): Document {
  const exemptions = results.flatMap(({ rule, exempt }): RecordedExemption[] =>
    exempt.map(({ address, problem, exemption }) => ({
      rule: rule.id,
      at: address,
      problem,
      reason: exemption.reason,
    })),
  );
  const value: Record<string, string[]> = {};
  for (const { rule, at } of exemptions) value[rule] = [...(value[rule] ?? []), at].sort();
  const policy: PolicyRecord = {
    rules: {
      met: results.filter(({ met, exempt }) => met.length > 0 && exempt.length === 0).length,
      exempt: results.filter(({ exempt }) => exempt.length > 0).length,
      notApplicable: results.filter(({ met, exempt }) => met.length === 0 && exempt.length === 0).length,
    },
    exemptions,
  };
  const description =
    "For each policy rule with exemptions: the Terraform addresses of the exempt resources. The reasons are in docs/compliance.md.";
  return {
    ...json,
    "//": { ...(json["//"] as object), policy },
    output: { ...(json.output as object), [POLICY_EXEMPTIONS]: { description, value } },
  };
}
