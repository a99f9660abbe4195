import { isExact, matches } from "../iam/pattern";
import { type Elements, type Principal, statementsOf } from "../iam/statement";
import { type ConditionChange, type Conditioned, conditionChanges, rightOf } from "./condition-changes";
import type { Grant } from "./grant";
import type { Json } from "./terraform-plan";

/**
 * Reads the grants of an IAM policy document. A grant is one action that a statement allows or denies.
 *
 * @returns the grants; an empty list if there is no policy; undefined if the policy cannot be read, for example because it is known only
 *   after the apply
 */
export function grantsOf(policy: Json | undefined): Grant[] | undefined {
  if (policy === undefined || policy === null || policy === "") return [];
  return statementsOf(policy)?.flatMap(({ allows, actions, resources, principals, conditions }) => {
    const on = written(resources).sort().join(" ");
    const pairs = conditions.map(
      ({ operator, key, values }) => [operator, `${key} ${[...values].sort().join(", ")}`] as const,
    );
    const when = describe(pairs, "; ");
    return oneByOne(principals).flatMap((one) =>
      written(actions).map((action) => ({
        deny: !allows,
        action,
        on,
        by: writtenPrincipals(one),
        when,
        principals: one,
        conditions,
      })),
    );
  });
}

/**
 * Divides a list of principals into lists of one principal, so that each principal has a grant of its own. So if a change adds a principal
 * to a policy, the grants of the existing principals stay equal. A list of exceptions (`NotPrincipal`) is not divided.
 */
const oneByOne = (principals: Elements<Principal> | undefined): (Elements<Principal> | undefined)[] =>
  principals === undefined || principals.of.length < 2 || principals.except.length > 0
    ? [principals]
    : principals.of.map((one) => ({ ...principals, of: [one] }));

const ANYTHING_BUT = "anything but ";

/** Returns whether the action of a grant is a pattern. A reader cannot see all actions that a pattern allows. */
export const isWide = (action: string): boolean => action.startsWith(ANYTHING_BUT) || !isExact(action);

/** Returns whether a grant applies to all resources, or to all resources except some. */
export const isEverything = (on: string): boolean =>
  on.startsWith(ANYTHING_BUT) || on.split(" ").some((one) => /^\*+$/.test(one));

/**
 * Returns actions or resources as texts. If they are exceptions (`NotAction`, `NotResource`), each text begins with the words
 * `anything but`.
 */
const written = ({ of, except }: Elements<string> = NONE): string[] =>
  except.length > 0 ? except.map((it) => ANYTHING_BUT + it) : [...of];

function writtenPrincipals({ of, except }: Elements<Principal> = NONE): string {
  const named = except.length > 0 ? except : of;
  const pairs = named.filter(({ type }) => type !== "*").map(({ type, id }) => [type, id] as const);
  const text = pairs.length < named.length ? "*" : describe(pairs, ", ");
  return except.length > 0 ? `anybody but ${text}` : text;
}

const NONE = { of: [], except: [] };

/** Returns pairs as text, such as `AWS one, two; Service three`. The text is sorted, so it does not depend on the order of the pairs. */
function describe(pairs: readonly (readonly [key: string, value: string])[], separator: string): string {
  const byKey: Record<string, string[]> = {};
  for (const [key, value] of pairs) byKey[key] = [...(byKey[key] ?? []), value];
  return Object.entries(byKey)
    .map(([key, values]) => `${key} ${values.sort().join(separator)}`)
    .sort()
    .join("; ");
}

const keyOf = ({ deny, action, on, by, when, changed }: Grant & Pick<Group, "changed">) =>
  JSON.stringify([deny, action, on, by, when, changed]);

function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.map(keyOf));
  return grants.filter((grant) => !known.has(keyOf(grant)));
}

/**
 * The changes of one policy's grants. If a grant of the old policy and a grant of the new policy are equal, both are in none of the four
 * lists, even if the statements of the two policies differ.
 */
export interface GrantChanges {
  readonly gained: readonly Grant[];
  readonly lost: readonly Grant[];
  /** Grants of the new policy that were a part of a wider grant of the old policy. The wider grant is in `lost`. */
  readonly kept: readonly Grant[];
  /** Grants of which only the conditions change. */
  readonly conditioned: readonly Conditioned[];
}

export function changesOf(before: readonly Grant[], after: readonly Grant[]): GrantChanges {
  const [news, olds] = [without(after, before), without(before, after)];
  const isIn = (grants: readonly Grant[]) => (part: Grant) => grants.some((whole) => covers(whole, part));
  const conditioned = conditionChanges(olds, news);
  const told = new Set(conditioned.map(rightOf));
  const isTold = (grant: Grant) => told.has(rightOf(grant));
  return {
    gained: news.filter((it) => !isIn(before)(it) && !isTold(it)),
    // A grant is not lost if the new policy has a grant that covers it. But if an Allow grant had conditions, and the new policy allows the
    // same without conditions, the old grant is shown as lost.
    lost: olds.filter(
      (it) => !isIn(after.filter(({ when }) => it.deny || when === it.when))(it) && !isTold(it),
    ),
    kept: news.filter((it) => isIn(before)(it) && !isTold(it)),
    conditioned,
  };
}

/** Returns whether the grant `whole` certainly allows (or denies) everything that the grant `part` allows (or denies). */
function covers(whole: Grant, part: Grant): boolean {
  const isPart = (text: string, pattern: string) =>
    text === pattern ||
    (!/\?/.test(pattern) && !`${text}${pattern}`.includes(ANYTHING_BUT) && matches(text, pattern) === "yes");
  return (
    whole.deny === part.deny &&
    (whole.when === "" || whole.when === part.when) &&
    whole.by === part.by &&
    isPart(part.action.toLowerCase(), whole.action.toLowerCase()) &&
    (whole.on === part.on ||
      part.on.split(" ").every((one) => whole.on.split(" ").some((pattern) => isPart(one, pattern))))
  );
}

/** Several grants that differ only in their actions, joined to one group with all these actions. */
export interface Group extends Omit<Grant, "action"> {
  readonly actions: readonly string[];
  /**
   * All grants in the group have the same conditions. This field is the change of these conditions. @default - the conditions do not change
   */
  readonly changed?: ConditionChange;
}

export function summed(grants: readonly (Grant | Conditioned)[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { action, ...rest } of grants) {
    const key = keyOf({ ...rest, action: "" });
    groups.set(key, { ...rest, actions: [...(groups.get(key)?.actions ?? []), action] });
  }
  return [...groups.values()];
}
