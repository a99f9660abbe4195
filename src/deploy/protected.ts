import { RefusedError } from "../terminal/refused";
import { TerraformError } from "../terraform/terraform";

/**
 * The summary of Terraform's error about a plan that would destroy a resource with `prevent_destroy`.
 * https://developer.hashicorp.com/terraform/language/meta-arguments#lifecycle
 */
const PROTECTED = "Instance cannot be destroyed";

/**
 * The error of a failed plan: a sentence of our own where the plan would destroy or replace a protected resource, else
 * Terraform's error.
 *
 * @param destroy whether everything was to be destroyed
 */
export function protectedFrom(error: unknown, destroy: boolean): unknown {
  if (!(error instanceof TerraformError)) return error;
  const found = error.diagnostics.find(({ summary }) => summary === PROTECTED);
  if (found === undefined) return error;
  const [, resource = "a resource"] = /\b(aws_\w+\.[\w-]+)\b/.exec(`${found.address} ${found.detail}`) ?? [];
  const said = destroy
    ? `database.deletionProtection is on, so ${resource} is not destroyed, nor anything around it: nothing was touched; docs/runbooks/destroy.md says how to go on`
    : `database.deletionProtection is on, and this plan would destroy or replace ${resource}: nothing was touched. Switched on together with another key (database.kmsKeyArn), it brings a new database: leave the key as it is, or restore into an environment that has the key from the beginning (docs/runbooks/restore.md)`;
  return new RefusedError(said);
}
