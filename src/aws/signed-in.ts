import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { RefusedError } from "../terminal/refused";

export interface SignedIn {
  readonly arn: string;
  readonly accountId: string;
}

/**
 * Whom AWS takes this process for.
 *
 * @throws RefusedError when that is in another account than the environment's
 */
export async function signedIn(sts: STSClient, accountId: string | undefined): Promise<SignedIn> {
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (!Account || !Arn) throw new Error("AWS did not say whose these credentials are");
  if (accountId !== undefined && Account !== accountId) {
    throw new RefusedError(`signed in to account ${Account}, but this environment is in ${accountId}`);
  }
  return { arn: Arn, accountId: Account };
}
