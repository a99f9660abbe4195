import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { RefusedError } from "../terminal/refused";
import { signInAdvice } from "./advice";

/** The AWS identity of this process. */
export interface SignedIn {
  readonly arn: string;
  readonly accountId: string;
  /** Unique id of the user or role; of a role, with the session's name after a colon. */
  readonly userId: string;
}

/**
 * Asks AWS for the identity of this process, before anything else.
 *
 * @throws RefusedError when nobody is signed in, or in another account than the environment's
 */
export async function signedIn(sts: STSClient, accountId: string | undefined): Promise<SignedIn> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    const advice = signInAdvice(error, process.env);
    throw advice === undefined ? error : new RefusedError(`${error.message}\n${advice}`);
  });
  if (!Account || !Arn || !UserId) throw new Error("AWS did not say whose these credentials are");
  if (accountId !== undefined && Account !== accountId) {
    throw new RefusedError(`signed in to account ${Account}, but this environment is in ${accountId}`);
  }
  return { arn: Arn, accountId: Account, userId: UserId };
}
