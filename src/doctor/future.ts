import { RUNTIME } from "../constructs/release-controller";
import type { Check } from "./check";
import { type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

/** Until when Lambda makes new functions of the release controller's runtime. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export function runtime(now: Date): Finding {
  const { name, noNewFunctionsFrom } = RUNTIME;
  return now.getTime() < Date.parse(noNewFunctionsFrom)
    ? pass(`${name}; Lambda makes no new function of it from ${noNewFunctionsFrom} on`)
    : fail(
        `since ${noNewFunctionsFrom} Lambda makes no new function of ${name}: no new environment can be deployed`,
        "change RUNTIME in src/constructs/release-controller.ts; that takes version 6 of the AWS provider",
      );
}

/** Whether a destroy leaves a snapshot of the database. The setting `database.finalSnapshot` belongs here. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html */
async function finalSnapshot({ settings }: Subject): Promise<Finding> {
  const { database } = settings();
  return pass(
    database.deletionProtection
      ? "database.deletionProtection refuses to destroy the database"
      : "none: a destroy deletes the database with its backups (docs/runbooks/destroy.md)",
  );
}

/** What happens later. */
export const FUTURE: readonly Check<Subject>[] = [
  { name: "Lambda runtime", look: async () => runtime(new Date()) },
  { name: "final snapshot", look: finalSnapshot },
];
