import type { Configuration } from "./configuration";
import { attribute, blocksOf, type Json, type ResourceChange } from "./terraform-plan";

/**
 * Returns the policies in a role's attribute `inline_policy`, each in the form of an `aws_iam_role_policy`. If the configuration does not
 * set `inline_policy`, the function returns an empty list, because the attribute then only repeats policies that are separate resources.
 */
export function inlinePolicies(role: ResourceChange, configuration: Configuration): ResourceChange[] {
  const { address, type, change } = role;
  if (type !== "aws_iam_role" || !configuration.governs(address, "inline_policy")) return [];
  const before = blocksOf(attribute(change.before, "inline_policy"));
  const after = blocksOf(configuration.plannedParts(role, "inline_policy"));
  const owner = attribute(change.after, "name") ?? attribute(change.before, "name") ?? null;
  return [...new Set([...before, ...after].map(({ name }) => name))].map((name): ResourceChange => {
    const [was, becomes] = [before, after].map((policies): Json => {
      const found = policies.find((it) => it.name === name);
      return found === undefined ? null : { role: owner, policy: found.policy ?? null };
    }) as [Json, Json];
    return {
      ...role,
      type: "aws_iam_role_policy",
      change: { ...change, before: was, after: becomes, after_unknown: {} },
    };
  });
}
