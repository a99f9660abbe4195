import type { SignedIn } from "../aws/signed-in";
import { RefusedError } from "../terminal/refused";

/** The output in `src/stack.ts` with Terraform's own AWS identity during the plan. */
const CALLER_IDENTITY = "data.aws_caller_identity.caller_identity";

/**
 * Refuses a plan that Terraform made with another AWS identity than this command's: the two read the same variables and files in
 * different ways.
 *
 * @param planJson the output of `terraform show -json`
 * @throws RefusedError where the identities differ
 */
export function requireSameIdentity(planJson: string, { arn, userId }: SignedIn): void {
  const { resource_changes = [], prior_state } = JSON.parse(planJson) as {
    resource_changes?: unknown[];
    prior_state?: { values?: { root_module?: { resources?: { address: string; values: Caller }[] } } };
  };
  const caller = prior_state?.values?.root_module?.resources?.find(
    ({ address }) => address === CALLER_IDENTITY,
  );
  if (resource_changes.length === 0) return; // an empty plan of an empty state: Terraform has not called AWS
  if (caller === undefined) {
    throw new Error(`the plan does not say who Terraform was: it has no ${CALLER_IDENTITY}`);
  }
  // Where each of the two assumed the same role, the session names behind the colon differ; for a federated user, the user's name
  // is behind the colon.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
  const own = (id: string) => (id.startsWith("AROA") ? id.split(":")[0] : id);
  if (own(caller.values.user_id) !== own(userId)) {
    throw new RefusedError(
      `Terraform is ${caller.values.arn}, and this command is ${arn}: name one identity, by AWS_PROFILE alone or by keys alone`,
    );
  }
}

interface Caller {
  readonly arn: string;
  readonly user_id: string;
}
