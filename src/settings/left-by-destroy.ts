import { resourceName } from "../naming/names";
import type { EnvironmentConfig } from "./schema";

/** A resource that `npm run destroy` leaves behind. */
export interface LeftByDestroy {
  /** The resource, in words, for a message. */
  readonly what: string;
  /** The event that deletes the resource later, in words; `-` if no resource remains. */
  readonly until: string;
}

/** Lists what `npm run destroy` would leave behind with these settings: the database's final snapshot and the environment's KMS key. */
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
      : { what: "no snapshot of the database, because database.finalSnapshot is off", until: "-" },
  ];
  if (customerManagedKey) {
    const covers =
      database.kmsKeyArn === undefined
        ? "all data that it encrypts, including snapshots made by hand, cannot be read unless the deletion is canceled"
        : "all data that it encrypts cannot be read unless the deletion is canceled";
    left.push({
      what: `the environment's KMS key, pending deletion (${covers})`,
      until: "AWS deletes the key 7 days later",
    });
  }
  return left;
}
