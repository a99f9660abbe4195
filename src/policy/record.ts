import type { Assessment } from "./assess";
import type { Attributes } from "./document";

/**
 * Name of the output that keeps which deviations are exempt: rule by rule, their addresses. No resource of AWS holds that, and a
 * plan shows all changes of outputs, so a review says which exemptions are new.
 * https://developer.hashicorp.com/terraform/language/values/outputs
 */
export const POLICY_EXEMPTIONS = "policy_exemptions";

/** What the policy found, as the Terraform JSON says it in a comment, for reviews of its plans. */
export interface PolicyRecord {
  /** How many rules are met everywhere, are deviated from somewhere by an exemption, and are about nothing here. */
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
 * Terraform JSON with what the policy found of it: the addresses of exempt deviations as an output, the reasons in a comment,
 * which Terraform ignores. https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
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
    "Deviations from the policy's rules that are exempt, by rule; docs/compliance.md has the reasons";
  return {
    ...json,
    "//": { ...(json["//"] as object), policy },
    output: { ...(json.output as object), [POLICY_EXEMPTIONS]: { description, value } },
  };
}
