import { RUNTIME } from "../constructs/release-controller";
import { leftByDestroy } from "../settings/left-by-destroy";
import type { Check } from "./check";
import { type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

/**
 * Checks that AWS still allows new Lambda functions with the release controller's runtime. The release controller is a Lambda function.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function runtime(now: Date): Finding {
  const { name, noNewFunctionsFrom } = RUNTIME;
  return now.getTime() < Date.parse(noNewFunctionsFrom)
    ? pass(`${name}; from ${noNewFunctionsFrom} on, Lambda creates no new functions with this runtime`)
    : fail(
        `since ${noNewFunctionsFrom} Lambda creates no new functions with ${name}: no new environment can be deployed`,
        "change RUNTIME in src/constructs/release-controller.ts; a later runtime needs version 6 of the AWS provider",
      );
}

/**
 * Lists the data that `npm run destroy` would leave behind. If the setting `database.deletionProtection` is true, there is no list, because
 * the setting prevents the deletion of the database.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
 */
async function finalSnapshot({ settings, suffix }: Subject): Promise<Finding> {
  const config = { ...settings(), suffix };
  if (config.database.deletionProtection) {
    return pass("database.deletionProtection refuses to destroy the database");
  }
  return pass(
    leftByDestroy(config)
      .map(({ what, until }) => (until === "-" ? what : `${what}: until ${until}`))
      .join("; "),
  );
}

/**
 * Checks about the future. The check `Lambda runtime` reports the date from which AWS allows no new Lambda functions with the release
 * controller's runtime. The check `final snapshot` lists the data that `npm run destroy` would leave behind.
 */
export const FUTURE: readonly Check<Subject>[] = [
  { name: "Lambda runtime", look: async () => runtime(new Date()) },
  { name: "final snapshot", look: finalSnapshot },
];
