import { RUNTIME } from "../constructs/release-controller";

const DAY = 86_400_000; // milliseconds

/**
 * Checks how soon the date comes from which Lambda refuses new functions with the runtime of the release controller.
 *
 * @returns a warning from 90 days before that date on, `undefined` earlier
 */
export function dueSoon(now: Date): string | undefined {
  const { name, noNewFunctionsFrom } = RUNTIME;
  const days = Math.ceil((Date.parse(noNewFunctionsFrom) - now.getTime()) / DAY);
  if (days > 90) return undefined;
  const when = days > 0 ? `in ${days} days` : "now";
  return `warning: ${when}, from ${noNewFunctionsFrom} on, Lambda refuses ${name} for new functions, so no new environment can be deployed. Change RUNTIME in src/constructs/release-controller.ts to a newer runtime; newer runtimes need version 6 of the AWS provider`;
}

// The exit code is 0 even with a warning: a build must not fail only because a date has passed.
if (require.main === module) {
  const warning = dueSoon(new Date());
  if (warning !== undefined) console.error(process.env.GITHUB_ACTIONS ? `::warning::${warning}` : warning);
}
