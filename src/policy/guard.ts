import type { EnvironmentConfig } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { type Assessment, assess } from "./assess";
import type { Attributes } from "./document";

const WHERE = "src/policy/exemptions.ts";

/** An error that lists all violations of the policy in an environment, and all stale exemptions (exemptions that are not needed). */
export class PolicyError extends RefusedError {
  public override readonly name = "PolicyError";

  public constructor(
    suffix: string,
    public readonly assessment: Assessment,
  ) {
    const violations = assessment.results.flatMap(({ violated }) => violated);
    const lines = [
      ...violations.map(
        ({ rule, address, problem }) =>
          `  ${address} (${rule.id}): ${problem}\n    ${rule.sentence}\n    fix: ${rule.fix}\n    or write an exemption with a reason in ${WHERE}: rule "${rule.id}", at "${address}"`,
      ),
      ...assessment.stale.map(
        ({ exemption, at }) =>
          `  ${at} (${exemption.rule}): exempt, but nothing deviates there\n    fix: remove the exemption from ${WHERE}, or limit it with "when"`,
      ),
    ];
    super(
      [
        `${lines.length} ${lines.length === 1 ? "violation" : "violations"} of the policy in environment "${suffix}"`,
        ...lines,
      ].join("\n"),
    );
  }
}

/**
 * Checks that the Terraform JSON of an environment complies with every rule, except for exempt deviations.
 *
 * @returns the findings of every rule
 * @throws PolicyError with all violations and all exemptions that are not needed
 */
export function guard(json: Attributes, config: EnvironmentConfig): Assessment {
  const assessment = assess(json, config);
  if (assessment.stale.length > 0 || assessment.results.some(({ violated }) => violated.length > 0)) {
    throw new PolicyError(config.suffix, assessment);
  }
  return assessment;
}
