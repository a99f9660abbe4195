import { resourceName } from "../naming/names";
import type { EnvironmentConfig } from "./schema";

/** A resource that a destroy leaves. */
export interface LeftByDestroy {
  readonly what: string;
  readonly until: string;
}

/** What a destroy would leave of the data, once these settings are deployed: the last snapshot, and the key that encrypts it. */
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
