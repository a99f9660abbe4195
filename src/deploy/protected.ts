import { RefusedError } from "../terminal/refused";
import { TerraformError } from "../terraform/terraform";

/**
 * The summary of the error with which Terraform refuses to plan the destruction of a resource with `prevent_destroy`.
 * https://developer.hashicorp.com/terraform/language/meta-arguments#lifecycle
 */
const PROTECTED = "Instance cannot be destroyed";

/**
 * If Terraform refuses a plan because a resource has `prevent_destroy`, returns an explanation to show in place of Terraform's error.
 *
 * @param error the error of a failed plan
 * @param destroy true if the plan was to destroy the environment
 * @returns the explanation, or `error` itself if the plan failed for another reason
 */
export function protectedFrom(error: unknown, destroy: boolean): unknown {
  if (!(error instanceof TerraformError)) return error;
  const found = error.diagnostics.find(({ summary }) => summary === PROTECTED);
  if (found === undefined) return error;
  const [, resource = "a resource"] = /\b(aws_\w+\.[\w-]+)\b/.exec(`${found.address} ${found.detail}`) ?? [];
  const said = destroy
    ? `database.deletionProtection is on, so Terraform refuses to destroy ${resource}, and the environment is unchanged; how to continue: docs/runbooks/destroy.md`
    : `database.deletionProtection is on, and this plan would destroy or replace ${resource}; the environment is unchanged. A change of the KMS key (database.kmsKeyArn) replaces the database: keep the key, or restore the data into a new environment with the other key (docs/runbooks/restore.md)`;
  return new RefusedError(said);
}
