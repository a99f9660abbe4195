import { isDeepStrictEqual } from "node:util";
import type { Condition } from "../iam/statement";
import type { Grant } from "./grant";

/** A change of a policy statement's conditions, and its effect on the calls that the statement covers. */
export interface ConditionChange {
  /** The conditions before the change, in words; empty where there were none. */
  readonly from: string;
  /**
   * Whether the statement covers more calls than before, fewer calls, or other calls. If the conditions do not tell which, the
   * value is `other`.
   */
  readonly isFor: "more" | "less" | "other";
  /** Whether a condition is removed entirely. */
  readonly drops: boolean;
}

/** A grant of which only the conditions change. */
export interface Conditioned extends Grant {
  readonly changed: ConditionChange;
}

/**
 * Pairs each removed grant with an added grant that differs only in its conditions. If several removed grants, or several added grants,
 * differ only in their conditions, none of them is paired, because it is not known which added grant replaces which removed grant.
 */
export function conditionChanges(gone: readonly Grant[], come: readonly Grant[]): Conditioned[] {
  const [before, after] = [byRight(gone), byRight(come)];
  return come.flatMap((grant) => {
    const [was, ...others] = before.get(rightOf(grant)) ?? [];
    const isAlone = others.length === 0 && after.get(rightOf(grant))?.length === 1;
    return was === undefined || !isAlone ? [] : [{ ...grant, changed: changeOf(was, grant) }];
  });
}

/** A text that identifies a grant by everything except its conditions. */
export const rightOf = ({ deny, action, on, by }: Grant): string =>
  JSON.stringify([deny, action.toLowerCase(), on, by]);

function byRight(grants: readonly Grant[]): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of grants) {
    const same = found.get(rightOf(grant));
    if (same === undefined) found.set(rightOf(grant), [grant]);
    else same.push(grant);
  }
  return found;
}

function changeOf(was: Grant, becomes: Grant): ConditionChange {
  const nameOf = ({ operator, key }: Condition) => `${operator} ${key.toLowerCase()}`;
  const find = ({ conditions }: Grant, name: string) => conditions.find((it) => nameOf(it) === name);
  const names = [...new Set([...was.conditions, ...becomes.conditions].map(nameOf))];
  const ways = names
    .map((name) => wayOf(find(was, name), find(becomes, name)))
    .filter((way) => way !== undefined);
  const [first = "other", ...others] = new Set(ways);
  return {
    from: was.when,
    isFor: others.length === 0 ? first : "other",
    drops: was.conditions.some((it) => find(becomes, nameOf(it)) === undefined),
  };
}

/**
 * Condition operators that match if at least one of their values matches. With each added value, such an operator matches more calls.
 * An operator with `Not` in its name matches fewer calls with each added value.
 */
const ONE_OF =
  /^(?:ForAnyValue:|ForAllValues:)?(?:String|Arn)(Not)?(?:Equals|Like)(?:IgnoreCase)?(?:IfExists)?$|^(Not)?IpAddress(?:IfExists)?$/;

/** Whether one condition matches more, fewer or other calls than before; `undefined` if its values stay the same. */
function wayOf(
  was: Condition | undefined,
  becomes: Condition | undefined,
): ConditionChange["isFor"] | undefined {
  if (was === undefined) return "less";
  if (becomes === undefined) return "more";
  const [old, now] = [new Set(was.values), new Set(becomes.values)];
  if (isDeepStrictEqual(old, now)) return undefined;
  const form = ONE_OF.exec(was.operator);
  if (form === null) return "other";
  const isNegated = form[1] !== undefined || form[2] !== undefined;
  if ([...old].every((it) => now.has(it))) return isNegated ? "less" : "more";
  if ([...now].every((it) => old.has(it))) return isNegated ? "more" : "less";
  return "other";
}
