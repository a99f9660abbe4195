import { leastBakeMinutes } from "./release-alarms";
import { type Rule, when } from "./rule";

/** Rules about the settings of releases. Each rule compares several fields, so the schema of a single field cannot express it. */
export const RELEASE_RULES: readonly Rule[] = [
  {
    reads: ["release.steps"],
    check: ({ release: { steps } }) =>
      steps.flatMap(({ weight }, index) => {
        const before = steps[index - 1]?.weight ?? 0;
        return when(weight <= before, {
          field: `release.steps.${index}.weight`,
          got: String(weight),
          allowed: `more than ${before}, the weight of the step before`,
        });
      }),
  },
  {
    reads: ["release.steps", "release.minRequests", "application.healthCheckGracePeriodSeconds"],
    check: ({ release: { steps, minRequests }, application }) => {
      const least = leastBakeMinutes(application.healthCheckGracePeriodSeconds, minRequests);
      return steps.flatMap(({ bakeMinutes }, index) =>
        when(bakeMinutes < least.minutes, {
          field: `release.steps.${index}.bakeMinutes`,
          got: String(bakeMinutes),
          allowed: `at least ${least.minutes}: the release alarm <color>-${least.alarm} needs at least that long to go to ALARM`,
        }),
      );
    },
  },
  {
    reads: ["release.steps", "release.maxBakeMinutes"],
    check: ({ release: { steps, maxBakeMinutes } }) =>
      steps.flatMap(({ bakeMinutes }, index) =>
        when(bakeMinutes > maxBakeMinutes, {
          field: `release.steps.${index}.bakeMinutes`,
          got: String(bakeMinutes),
          allowed: `at most release.maxBakeMinutes, which is ${maxBakeMinutes}`,
        }),
      ),
  },
  {
    reads: ["release.smokeTests", "smokeTestCidrBlocks"],
    check: ({ release: { smokeTests }, smokeTestCidrBlocks }) =>
      smokeTests.flatMap((test, index) =>
        when(test.startsWith("/") && smokeTestCidrBlocks.length === 0, {
          field: `release.smokeTests.${index}`,
          got: JSON.stringify(test),
          allowed:
            "an https address; or a path, if smokeTestCidrBlocks contains the IP addresses of your smoke tests: otherwise the weights decide which color answers",
        }),
      ),
  },
];
