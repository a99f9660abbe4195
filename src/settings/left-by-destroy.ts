import { resourceName } from "../naming/names";
import type { EnvironmentConfig } from "./schema";

/** A resource that remains after a destroy. */
export interface LeftByDestroy {
  readonly what: string;
  readonly until: string;
}

/** The data that would remain after a destroy with these settings: the final snapshot, and the environment's KMS key. */
export function leftByDestroy({
  suffix,
  database,
  customerManagedKey,
}: Pick<EnvironmentConfig, "suffix" | "database" | "customerManagedKey">): LeftByDestroy[] {
  const name = `${resourceName(suffix, "aurora-final-snapshot")}-<time>`;
  const left = [
    database.finalSnapshot
      ? {
          what: `the snapshot ${name} of the database, encrypted with ${database.kmsKeyArn}`,
          until: "somebody deletes it",
        }
      : { what: "no snapshot of the database (database.finalSnapshot is off)", until: "-" },
  ];
  if (customerManagedKey) {
    const covers =
      database.kmsKeyArn === undefined
        ? "what it encrypts, snapshots taken by hand among it"
        : "what it encrypts";
    left.push({ what: `the environment's KMS key, unusable, and with it ${covers}`, until: "7 days later" });
  }
  return left;
}
