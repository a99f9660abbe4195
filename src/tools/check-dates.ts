import { RUNTIME } from "../constructs/release-controller";

const DAY = 86_400_000; // milliseconds

/**
 * Checks the runtime of the release controller, a Lambda function. From a certain date on, Lambda refuses new functions with this runtime.
 *
 * @returns a warning if that date has passed or is at most 90 days away, otherwise `undefined`
 */
export function dueSoon(now: Date): string | undefined {
  const { name, noNewFunctionsFrom } = RUNTIME;
  const days = Math.ceil((Date.parse(noNewFunctionsFrom) - now.getTime()) / DAY);
  if (days > 90) return undefined;
  const when = days > 0 ? `in ${days} days` : "now";
  return `warning: ${when}, from ${noNewFunctionsFrom} on, Lambda refuses ${name} for new functions, so no new environment can be deployed. Change RUNTIME in src/constructs/release-controller.ts to a newer runtime; newer runtimes need version 6 of the AWS provider`;
}

// Even if there is a warning, the exit code is 0: a build must not fail only because a date has passed.
if (require.main === module) {
  const warning = dueSoon(new Date());
  if (warning !== undefined) console.error(process.env.GITHUB_ACTIONS ? `::warning::${warning}` : warning);
}
