import { leftByDestroy } from "../../src/settings/left-by-destroy";
import { PROFILES } from "../../src/settings/profiles";
import { OUTSIDE_KEY_ARN } from "../support/environments";

const left = (profile: "ephemeral" | "production", database: object = {}) =>
  leftByDestroy({
    suffix: "prod",
    customerManagedKey: PROFILES[profile].customerManagedKey,
    database: { ...PROFILES[profile].database, ...database },
  });

describe("what a destroy leaves", () => {
  it("is by default no snapshot, and in production the key for 7 days, with all that it encrypts", () => {
    const none = { what: "no snapshot of the database, because database.finalSnapshot is off", until: "-" };
    expect(left("ephemeral")).toEqual([none]);
    expect(left("production")).toEqual([
      none,
      {
        what: "the environment's KMS key, pending deletion (all data that it encrypts, including snapshots made by hand, cannot be read unless the deletion is canceled)",
        until: "AWS deletes the key 7 days later",
      },
    ]);
  });

  it("is the final snapshot under the key from outside, for good, where it is asked for", () => {
    expect(left("production", { finalSnapshot: true, kmsKeyArn: OUTSIDE_KEY_ARN })).toEqual([
      {
        what: `the snapshot aurora-final-snapshot-prod-<time> of the database, encrypted with ${OUTSIDE_KEY_ARN}`,
        until: "somebody deletes it",
      },
      {
        what: "the environment's KMS key, pending deletion (all data that it encrypts cannot be read unless the deletion is canceled)",
        until: "AWS deletes the key 7 days later",
      },
    ]);
  });
});
