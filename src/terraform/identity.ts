import type { SignedIn } from "../aws/signed-in";
import { RefusedError } from "../terminal/refused";

/** As in `src/stack.ts`: the identity that Terraform itself had when it planned. */
const CALLER_IDENTITY = "data.aws_caller_identity.caller_identity";

/**
 * Refuses a plan that Terraform made as somebody else than this command is: the two read the same variables and files in
 * different ways.
 *
 * @param planJson what `terraform show -json` prints
 * @throws RefusedError
 */
export function requireSameIdentity(planJson: string, { arn, userId }: SignedIn): void {
  const { resource_changes = [], prior_state } = JSON.parse(planJson) as {
    resource_changes?: unknown[];
    prior_state?: { values?: { root_module?: { resources?: { address: string; values: Caller }[] } } };
  };
  const caller = prior_state?.values?.root_module?.resources?.find(
    ({ address }) => address === CALLER_IDENTITY,
  );
  if (resource_changes.length === 0) return; // nothing is there, and nothing is going to be: Terraform asked AWS nothing
  if (caller === undefined) {
    throw new Error(`the plan does not say who Terraform was: it has no ${CALLER_IDENTITY}`);
  }
  // A role that each of them assumed by itself has two sessions, which follow the colon; of a federated user, the user's name follows it.
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
