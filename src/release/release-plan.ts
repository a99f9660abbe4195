import type { ReleaseSettings } from "../settings/release";
import { RELEASE_RULES } from "../settings/release-rules";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** The options of `npm run release -- start`. They override the environment's release settings for one release. */
export interface ReleaseFlags {
  /**
   * The weight in each step, in percent, such as 5, 25, 100. It is the weight of the candidate, which is the color with the new version.
   * The weights have to rise. The steps with these weights replace all configured steps. @default - the configured steps
   */
  readonly steps?: readonly number[] | undefined;
  /**
   * How many minutes the controller watches each step. @default - the minutes of the configured step with the same weight; if no configured
   * step has this weight, the minutes of the configured step with the next higher weight
   */
  readonly bakeMinutes?: number | undefined;
  /** Names of release alarms that are added to the configured release alarms. @default - no further alarms */
  readonly alarms?: readonly string[] | undefined;
  /**
   * The number of requests that the candidate has to get in each step before the step can end. With 0, a step needs no requests.
   * @default - as configured
   */
  readonly minRequests?: number | undefined;
  /**
   * Smoke tests that are added to the configured smoke tests. Each smoke test is a path or an https URL. @default - no further smoke tests
   */
  readonly smokeTests?: readonly string[] | undefined;
}

/**
 * Returns the settings of one release. The function takes the environment's release settings and overrides them by the command's flags.
 * Flags cannot remove an approval. For example, the configured step of 50 % needs an approval, and the flags set the steps 25 %, 60 % and
 * 100 %. Then the step of 60 % needs the approval, because 60 % is the first of these weights that is not below 50 %.
 *
 * @throws RefusedError if the settings of the release break a rule of `RELEASE_RULES`, which an environment's settings file has to obey too
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
