import { isDeepStrictEqual } from "node:util";
import type { Condition } from "../iam/statement";
import type { Grant } from "./grant";

/** A change of a policy statement's conditions, and its effect on the calls that the statement covers. */
export interface ConditionChange {
  /** The conditions before the change, as text; empty if there were none. */
  readonly from: string;
  /**
   * `more` if the statement covers more calls than before, and `less` if it covers fewer calls. `other` if it covers other calls, or if the
   * conditions do not show which calls it covers.
   */
  readonly isFor: "more" | "less" | "other";
  /** True if a condition is removed. */
  readonly drops: boolean;
}

/** A grant (a permission or refusal in a policy) whose conditions change and whose other parts stay the same. */
export interface Conditioned extends Grant {
  readonly changed: ConditionChange;
}

/**
 * Finds grants of which only the conditions change. For that, it pairs each removed grant with the added grant that differs only in its
 * conditions. If several removed grants, or several added grants, differ only in their conditions, the function pairs none of them: it
 * cannot know which added grant replaces which removed grant.
 */
export function conditionChanges(gone: readonly Grant[], come: readonly Grant[]): Conditioned[] {
  const [before, after] = [byRight(gone), byRight(come)];
  return come.flatMap((grant) => {
    const [was, ...others] = before.get(rightOf(grant)) ?? [];
    const isAlone = others.length === 0 && after.get(rightOf(grant))?.length === 1;
    return was === undefined || !isAlone ? [] : [{ ...grant, changed: changeOf(was, grant) }];
  });
}

/**
 * Returns a text that identifies a grant without its conditions. If two grants differ only in their conditions, their texts are the same.
 */
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
 * Matches the names of condition operators that compare a condition key with a list of values. If the name does not contain `Not`, an added
 * value lets the condition match more calls. If the name contains `Not`, an added value lets the condition match fewer calls. The pattern
 * has two capture groups. If the name contains `Not`, one of these groups contains the `Not`.
 */
const ONE_OF =
  /^(?:ForAnyValue:|ForAllValues:)?(?:String|Arn)(Not)?(?:Equals|Like)(?:IgnoreCase)?(?:IfExists)?$|^(Not)?IpAddress(?:IfExists)?$/;

/**
 * Returns how the change of one condition affects the calls that the statement covers. The result is `more`, `less` or `other`.
 * {@link ConditionChange} explains these values. Returns undefined if the condition's values stay the same.
 */
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
