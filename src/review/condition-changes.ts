import { isDeepStrictEqual } from "node:util";
import type { Condition } from "../iam/statement";
import type { Grant } from "./grant";

/** How a change of a statement's conditions changes the calls that the statement covers. */
export interface ConditionChange {
  /** The conditions before the change, in words; empty where there were none. */
  readonly from: string;
  /** Whether the statement covers more calls than before, fewer, or other ones, as far as the conditions tell. */
  readonly isFor: "more" | "less" | "other";
  /** Whether a whole condition is removed. */
  readonly drops: boolean;
}

/** A grant of which only the conditions change. */
export interface Conditioned extends Grant {
  readonly changed: ConditionChange;
}

/**
 * Pairs removed grants with added grants that differ in nothing but their conditions. Several grants for the same thing stay
 * unpaired, because nobody can tell which becomes which.
 */
export function conditionChanges(gone: readonly Grant[], come: readonly Grant[]): Conditioned[] {
  const [before, after] = [byRight(gone), byRight(come)];
  return come.flatMap((grant) => {
    const [was, ...others] = before.get(rightOf(grant)) ?? [];
    const isAlone = others.length === 0 && after.get(rightOf(grant))?.length === 1;
    return was === undefined || !isAlone ? [] : [{ ...grant, changed: changeOf(was, grant) }];
  });
}

/** A grant without its conditions, as a key. */
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
 * Operators that ask for one of their values: each further value lets more calls match. With `Not...` each further value lets
 * fewer calls match.
 */
const ONE_OF =
  /^(?:ForAnyValue:|ForAllValues:)?(?:String|Arn)(Not)?(?:Equals|Like)(?:IgnoreCase)?(?:IfExists)?$|^(Not)?IpAddress(?:IfExists)?$/;

/** Whether one condition matches more calls than before, or fewer; `undefined` where it matches the same calls. */
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
