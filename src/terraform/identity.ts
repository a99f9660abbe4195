import type { SignedIn } from "../aws/signed-in";
import { RefusedError } from "../terminal/refused";

/** Address of the data source in `src/stack.ts` with which Terraform reads its own AWS identity during the plan. */
const CALLER_IDENTITY = "data.aws_caller_identity.caller_identity";

/**
 * Checks that Terraform made a plan with the AWS identity of this command. The two may differ, because Terraform and the SDK read the
 * same variables and files in different ways.
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
  // A user id that begins with AROA belongs to a role session, and its session name follows the colon. Terraform and this command may
  // assume the same role in two sessions, so the session name is not compared. Other ids, such as a federated user's, are compared as
  // a whole.
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
