import { narrows } from "../iam/condition";
import { type Condition, type Elements, isEverybody, type Principal } from "../iam/statement";
import { readArn } from "../naming/arn";

/** Principals that a statement of a policy lets in, and its conditions. */
export interface Admitted {
  /** `undefined` in an identity-based policy, which names no principals. */
  readonly principals: Elements<Principal> | undefined;
  readonly conditions: readonly Condition[];
}

/**
 * Principals that a new role should seldom trust: anybody, another account, everyone in this account, users of another identity
 * provider.
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

/** Whether a policy of a key, bucket, topic or queue lets in another account, or anybody. */
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

/** Condition keys that limit the caller, or the resource on whose behalf a service calls, to somebody by name. */
const BY_NAME =
  /^(aws:(Source|Principal)(Account|Arn|Owner|Org\w+)|aws:SourceVpce?|kms:CallerAccount|sns:Endpoint)$/i;

/** Whether a condition limits callers to this account: an organization has other accounts, and a pattern may match anybody's. */
const holds = ({ key, values }: Condition, accountId: string): boolean =>
  !/^aws:(Source|Principal)Org/i.test(key) &&
  (!/(Account|Owner|Arn)$/i.test(key) ||
    values.every((value) => {
      const arn = readArn(value);
      // A bucket's name is unique across accounts, and its ARN has no account.
      return arn === undefined ? value === accountId : arn.account === accountId || isBucket(value);
    }));

const isBucket = (arn: string): boolean => /^arn:aws[\w-]*:s3:::[^*?]+$/.test(arn);

const WHOLE_ACCOUNT = /^(arn:aws[\w-]*:iam::\d{12}:root|\d{12})$/;

const named = (principals: Elements<Principal> | undefined) => principals?.of ?? [];

const isExcluding = (principals: Elements<Principal> | undefined) => (principals?.except ?? []).length > 0;

/** Everybody, or a principal in any account. */
const isAnybody = (it: Principal): boolean => isEverybody(it) || /[*?]/.test(accountOf(it) ?? "");

/** The account of an IAM or federated principal; services and principals of other kinds have none. */
const accountOf = ({ type, id }: Principal): string | undefined =>
  type === "AWS" || type === "Federated" ? (readArn(id)?.account ?? id) : undefined;

/** A number elsewhere, such as in a bucket's name, is no account id. */
const isOfAnother = (account: string | undefined, own: string): boolean =>
  account !== undefined && /^\d{12}$/.test(account) && account !== own;
