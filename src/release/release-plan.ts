import type { ReleaseSettings } from "../settings/release";
import { RELEASE_RULES } from "../settings/release-rules";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** The flags of one release, which override the environment's settings. */
export interface ReleaseFlags {
  /** Rising weights of the candidate, in place of all configured steps. @default - the configured steps */
  readonly steps?: readonly number[] | undefined;
  /** Minutes that each step bakes. @default - the configured minutes of the weight */
  readonly bakeMinutes?: number | undefined;
  /** Further alarms, beside the configured ones. @default - none */
  readonly alarms?: readonly string[] | undefined;
  /** Requests that each step needs to be judged; with 0 no step is judged by requests. @default - as configured */
  readonly minRequests?: number | undefined;
  /** Further smoke tests, beside the configured ones: paths, and https addresses. @default - none */
  readonly smokeTests?: readonly string[] | undefined;
}

/**
 * How one release moves traffic: the settings, overridden by flags. Flags remove no approval: a step to or past a weight that
 * needs an approval needs one too.
 *
 * @throws RefusedError for values that would be refused in the environment's file
 */
export function releasePlan(settings: EnvironmentSettings, flags: ReleaseFlags): ReleaseSettings {
  const { release } = settings;
  const plan: ReleaseSettings = {
    ...release,
    steps: stepsOf(release, flags),
    alarms: [...new Set([...release.alarms, ...(flags.alarms ?? [])])],
    minRequests: flags.minRequests ?? release.minRequests,
    smokeTests: [...new Set([...release.smokeTests, ...(flags.smokeTests ?? [])])],
  };
  const problems = RELEASE_RULES.flatMap(({ check }) => check({ ...settings, release: plan }));
  if (problems.length > 0) {
    throw new RefusedError(
      problems.map(({ field, got, allowed }) => `${field}: got ${got}, allowed: ${allowed}`).join("\n"),
    );
  }
  return plan;
}

function stepsOf({ steps }: ReleaseSettings, flags: ReleaseFlags): ReleaseSettings["steps"] {
  const weights = flags.steps ?? steps.map(({ weight }) => weight);
  return weights.map((weight, index) => {
    const before = weights[index - 1] ?? 0;
    const configured = steps.find((step) => step.weight >= weight) ?? steps.at(-1);
    const approval = steps.some((step) => step.approval && before < step.weight && step.weight <= weight);
    return {
      weight,
      bakeMinutes: flags.bakeMinutes ?? configured?.bakeMinutes ?? 0,
      ...(approval && { approval }),
    };
  });
}
