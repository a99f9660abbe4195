import type { SignedIn } from "../aws/signed-in";
import { RefusedError } from "../terminal/refused";

/** The Terraform address of the data source with which Terraform reads its own AWS identity during the plan. `src/stack.ts` defines it. */
const CALLER_IDENTITY = "data.aws_caller_identity.caller_identity";

/**
 * Checks that Terraform made a plan with the AWS identity of this command. Sometimes Terraform and this command use different identities,
 * because Terraform and the AWS SDK read the same environment variables and files in different ways.
 *
 * @param planJson the output of `terraform show -json`
 * @throws RefusedError if the identities differ
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
    throw new Error(`the plan does not contain Terraform's AWS identity: ${CALLER_IDENTITY} is missing`);
  }
  // The user id of a role session begins with AROA and ends with a colon and the session name. The session name is not compared, because
  // Terraform and this command may assume the same role in two sessions. Other user ids, such as a federated user's, are compared
  // completely.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
  const own = (id: string) => (id.startsWith("AROA") ? id.split(":")[0] : id);
  if (own(caller.values.user_id) !== own(userId)) {
    throw new RefusedError(
      `Terraform uses the identity ${caller.values.arn}, and this command uses ${arn}: choose one identity, either only with AWS_PROFILE or only with access keys`,
    );
  }
}

interface Caller {
  readonly arn: string;
  readonly user_id: string;
}
