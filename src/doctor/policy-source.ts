import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";

/** Whether these are the account's root credentials, which no IAM policy limits. */
export const isRoot = (arn: string): boolean => arn.endsWith(":root");

/**
 * The principal whose policies a simulation uses: the IAM user, or the role behind a session, with its path.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 *
 * @returns undefined for a caller with neither, such as a federated user
 */
export async function policySource(iam: IAMClient, arn: string): Promise<string | undefined> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (RoleName !== undefined) return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
  return /:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}
