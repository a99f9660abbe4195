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
        `database.deletionProtection is on, and this plan would destroy or replace ${CLUSTER}; the environment is unchanged. A change of the KMS key (database.kmsKeyArn) replaces the database: keep the key, or restore the data into a new environment with the other key (docs/runbooks/restore.md)`,
      ),
    );
  });

  it("and where everything is to be destroyed", () => {
    expect(protectedFrom(refused, true)).toEqual(
      new RefusedError(
        `database.deletionProtection is on, so Terraform refuses to destroy ${CLUSTER}, and the environment is unchanged; how to continue: docs/runbooks/destroy.md`,
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
