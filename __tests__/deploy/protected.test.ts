import { protectedFrom } from "../../src/deploy/protected";
import { RefusedError } from "../../src/terminal/refused";
import { TerraformError } from "../../src/terraform/terraform";

const CLUSTER = "aws_rds_cluster.database_cluster";
const refused = new TerraformError("plan", [
  {
    severity: "error",
    summary: "Instance cannot be destroyed",
    detail: `Resource ${CLUSTER} has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.`,
  },
]);

describe("a plan that deletion protection ends", () => {
  it("is refused in a sentence where protection is switched on for a database that is there", () => {
    expect(protectedFrom(refused, false)).toEqual(
      new RefusedError(
        `database.deletionProtection is on, and this plan would destroy or replace ${CLUSTER}: nothing was touched. Switched on together with another key (database.kmsKeyArn), it brings a new database: leave the key as it is, or restore into an environment that has the key from the beginning (docs/runbooks/restore.md)`,
      ),
    );
  });

  it("and where everything is to be destroyed", () => {
    expect(protectedFrom(refused, true)).toEqual(
      new RefusedError(
        `database.deletionProtection is on, so ${CLUSTER} is not destroyed, nor anything around it: nothing was touched; docs/runbooks/destroy.md says how to go on`,
      ),
    );
  });
});

it("another failure stays what it is", () => {
  const other = new TerraformError("plan", [
    { severity: "error", summary: "No valid credential sources found" },
  ]);
  for (const error of [other, new Error("x"), "x"]) expect(protectedFrom(error, false)).toBe(error);
});
