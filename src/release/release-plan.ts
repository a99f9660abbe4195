import type { ReleaseSettings } from "../settings/release";
import { RELEASE_RULES } from "../settings/release-rules";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** The options of `npm run release -- start`. They override the environment's release settings for one release. */
export interface ReleaseFlags {
  /**
   * The candidate's weights in percent, each higher than the weight before. They replace all configured steps. @default - the configured
   * steps
   */
  readonly steps?: readonly number[] | undefined;
  /**
   * Minutes for which each step is watched. @default - the minutes of the configured step with the same weight or, if there is none, with
   * the next higher weight
   */
  readonly bakeMinutes?: number | undefined;
  /** Alarms in addition to the configured ones. @default - no further alarms */
  readonly alarms?: readonly string[] | undefined;
  /** The number of requests that the candidate has to get in each step. With 0, a step needs no requests. @default - as configured */
  readonly minRequests?: number | undefined;
  /** Smoke tests in addition to the configured ones: paths or https URLs. @default - no further smoke tests */
  readonly smokeTests?: readonly string[] | undefined;
}

/**
 * The plan of one release: the environment's settings, overridden by flags. Flags cannot remove an approval: if a configured
 * weight needs an approval, a step that reaches or passes this weight needs an approval too.
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
