import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";

/**
 * Returns the ARN whose policies IAM has to simulate for a caller. For a user, this is the user's ARN. For a role's session, this is the
 * role's ARN with the role's path.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 *
 * @returns undefined if the caller is neither an IAM user nor a role's session, for example if it is a federated user or
 * the account's root user. No IAM policy limits the root user, but an organization's service control policies do:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function policySource(iam: IAMClient, arn: string): Promise<string | undefined> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (RoleName !== undefined) return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
  return /:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}
