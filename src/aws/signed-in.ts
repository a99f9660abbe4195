import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { RefusedError } from "../terminal/refused";

/** The AWS identity of this process. */
export interface SignedIn {
  readonly arn: string;
  readonly accountId: string;
  /** Unique id of the user or role; of a role, with the session's name after a colon. */
  readonly userId: string;
}

/**
 * Asks AWS for the identity of this process.
 *
 * @throws RefusedError when that is in another account than the environment's
 */
export async function signedIn(sts: STSClient, accountId: string | undefined): Promise<SignedIn> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  if (!Account || !Arn || !UserId) throw new Error("AWS did not say whose these credentials are");
  if (accountId !== undefined && Account !== accountId) {
    throw new RefusedError(`signed in to account ${Account}, but this environment is in ${accountId}`);
  }
  return { arn: Arn, accountId: Account, userId: UserId };
}
