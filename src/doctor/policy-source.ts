import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";

/** Whether an ARN is the account's root user, whom no IAM policy limits. */
export const isRoot = (arn: string): boolean => arn.endsWith(":root");

/**
 * The ARN of the principal whose policies a simulation uses: the IAM user, or the role of a session. A role's ARN contains the role's path.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 *
 * @returns undefined if the caller is neither a user nor a role, such as a federated user
 */
export async function policySource(iam: IAMClient, arn: string): Promise<string | undefined> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (RoleName !== undefined) return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
  return /:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}
