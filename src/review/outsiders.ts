import { narrows } from "../iam/condition";
import { type Condition, type Elements, isEverybody, type Principal } from "../iam/statement";
import { readArn } from "../naming/arn";

/** The principals and the conditions of a policy statement. */
export interface Admitted {
  /** The principals; undefined in an identity-based policy, which has none. */
  readonly principals: Elements<Principal> | undefined;
  readonly conditions: readonly Condition[];
}

/**
 * Returns whether a statement of a trust policy allows principals that a new role should rarely trust: everybody, another account, every
 * principal of this account, or users of an identity provider.
 */
export const isDoubtful = ({ principals, conditions }: Admitted, accountId: string): boolean =>
  isExcluding(principals) ||
  named(principals).some(
    (it) =>
      isAnybody(it) ||
      it.type === "Federated" ||
      isOfAnother(accountOf(it), accountId) ||
      (WHOLE_ACCOUNT.test(it.id) && conditions.length === 0),
  );

/** Returns whether a statement in the policy of a KMS key, bucket, topic or queue gives access to another account or to everybody. */
export function isForeign({ principals, conditions }: Admitted, accountId: string): boolean {
  const byName = conditions.filter((it) => BY_NAME.test(it.key));
  const isHeld = byName.some((it) => narrows(it) && holds(it, accountId));
  const admitted = byName.filter(({ operator }) => !operator.includes("Not")).flatMap(({ values }) => values);
  return (
    isExcluding(principals) ||
    admitted.some((value) => isOfAnother(readArn(value)?.account ?? value, accountId)) ||
    named(principals).some(
      (it) =>
        (isAnybody(it) && !isHeld) || it.type === "CanonicalUser" || isOfAnother(accountOf(it), accountId),
    )
  );
}

/**
 * Matches condition keys by which a policy allows only certain callers. If the caller is an AWS service, some of these keys allow only calls
 * that the service makes for certain accounts or resources.
 */
const BY_NAME =
  /^(aws:(Source|Principal)(Account|Arn|Owner|Org\w+)|aws:SourceVpce?|kms:CallerAccount|sns:Endpoint)$/i;

/**
 * Returns whether a condition allows only callers from this account. The answer is false for a condition on the organization, because the
 * organization has other accounts, and for a pattern, because it may match other accounts.
 */
const holds = ({ key, values }: Condition, accountId: string): boolean =>
  !/^aws:(Source|Principal)Org/i.test(key) &&
  (!/(Account|Owner|Arn)$/i.test(key) ||
    values.every((value) => {
      const arn = readArn(value);
      // A bucket's ARN contains no account id. The ARN is accepted, because a bucket's name is unique across all accounts.
      return arn === undefined ? value === accountId : arn.account === accountId || isBucket(value);
    }));

const isBucket = (arn: string): boolean => /^arn:aws[\w-]*:s3:::[^*?]+$/.test(arn);

const WHOLE_ACCOUNT = /^(arn:aws[\w-]*:iam::\d{12}:root|\d{12})$/;

const named = (principals: Elements<Principal> | undefined) => principals?.of ?? [];

const isExcluding = (principals: Elements<Principal> | undefined) => (principals?.except ?? []).length > 0;

/** Returns whether a principal is everybody, or its account id is a pattern with wildcards. */
const isAnybody = (it: Principal): boolean => isEverybody(it) || /[*?]/.test(accountOf(it) ?? "");

/** Returns the account id of an IAM or federated principal. Returns undefined for services and other principals. */
const accountOf = ({ type, id }: Principal): string | undefined =>
  type === "AWS" || type === "Federated" ? (readArn(id)?.account ?? id) : undefined;

/** Returns whether a text is the id of another account. Only a text of exactly twelve digits is an account id. */
const isOfAnother = (account: string | undefined, own: string): boolean =>
  account !== undefined && /^\d{12}$/.test(account) && account !== own;
