import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { RefusedError } from "../terminal/refused";
import { signInAdvice } from "./advice";

/** The AWS identity of this process. */
export interface SignedIn {
  readonly arn: string;
  readonly accountId: string;
  /** For an IAM user, the unique id of the user. For a role, `<unique id of the role>:<name of the session>`. */
  readonly userId: string;
}

/**
 * Asks AWS for the identity of this process.
 *
 * @param accountId the id of the environment's account. If `undefined`, any account is accepted
 * @throws RefusedError if there are no valid credentials, or if they belong to another account
 */
export async function signedIn(sts: STSClient, accountId: string | undefined): Promise<SignedIn> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    const advice = signInAdvice(error, process.env);
    throw advice === undefined ? error : new RefusedError(`${error.message}\n${advice}`);
  });
  if (!Account || !Arn || !UserId) throw new Error("AWS returned no identity for these credentials");
  if (accountId !== undefined && Account !== accountId) {
    throw new RefusedError(
      `signed in to account ${Account}, but this environment is in account ${accountId}`,
    );
  }
  return { arn: Arn, accountId: Account, userId: UserId };
}
