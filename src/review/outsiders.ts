import { narrows } from "../iam/condition";
import { type Condition, type Elements, isEverybody, type Principal } from "../iam/statement";
import { readArn } from "../naming/arn";

/** The principals and the conditions of a policy statement. */
export interface Admitted {
  /** The principals; `undefined` in an identity-based policy, which names none. */
  readonly principals: Elements<Principal> | undefined;
  readonly conditions: readonly Condition[];
}

/**
 * Whether a trust policy lets in principals that a new role should rarely trust: everybody, another account, every principal of
 * this account, or users of an identity provider.
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

/** Whether the policy of a key, bucket, topic or queue lets in another account or everybody. */
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

/** Condition keys that limit access to named callers, or to named resources on whose behalf an AWS service calls. */
const BY_NAME =
  /^(aws:(Source|Principal)(Account|Arn|Owner|Org\w+)|aws:SourceVpce?|kms:CallerAccount|sns:Endpoint)$/i;

/**
 * Whether a condition limits callers to this account. A condition on the organization does not limit them, because the
 * organization has other accounts. A pattern does not limit them either, because it may match other accounts.
 */
const holds = ({ key, values }: Condition, accountId: string): boolean =>
  !/^aws:(Source|Principal)Org/i.test(key) &&
  (!/(Account|Owner|Arn)$/i.test(key) ||
    values.every((value) => {
      const arn = readArn(value);
      // A bucket's ARN contains no account. The ARN is accepted, because a bucket's name is unique across all accounts.
      return arn === undefined ? value === accountId : arn.account === accountId || isBucket(value);
    }));

const isBucket = (arn: string): boolean => /^arn:aws[\w-]*:s3:::[^*?]+$/.test(arn);

const WHOLE_ACCOUNT = /^(arn:aws[\w-]*:iam::\d{12}:root|\d{12})$/;

const named = (principals: Elements<Principal> | undefined) => principals?.of ?? [];

const isExcluding = (principals: Elements<Principal> | undefined) => (principals?.except ?? []).length > 0;

/** Whether a principal is everybody, or its account is a pattern with wildcards. */
const isAnybody = (it: Principal): boolean => isEverybody(it) || /[*?]/.test(accountOf(it) ?? "");

/** The account of an IAM or federated principal; `undefined` for services and other principals. */
const accountOf = ({ type, id }: Principal): string | undefined =>
  type === "AWS" || type === "Federated" ? (readArn(id)?.account ?? id) : undefined;

/** Whether a text is the id of another account. Only a text of exactly twelve digits is an account id. */
const isOfAnother = (account: string | undefined, own: string): boolean =>
  account !== undefined && /^\d{12}$/.test(account) && account !== own;
