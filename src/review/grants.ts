import { isExact, matches } from "../iam/pattern";
import { type Elements, type Principal, statementsOf } from "../iam/statement";
import { type ConditionChange, type Conditioned, conditionChanges, rightOf } from "./condition-changes";
import type { Grant } from "./grant";
import type { Json } from "./terraform-plan";

/** @returns the policy's grants, empty where there is no policy; `undefined` where the policy is not known yet or cannot be read */
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
 * One grant for each principal, so that a principal more or less changes nothing for the others; a list of exceptions
 * (`NotPrincipal`) stays whole.
 */
const oneByOne = (principals: Elements<Principal> | undefined): (Elements<Principal> | undefined)[] =>
  principals === undefined || principals.of.length < 2 || principals.except.length > 0
    ? [principals]
    : principals.of.map((one) => ({ ...principals, of: [one] }));

const ANYTHING_BUT = "anything but ";

/** Whether the action of a grant is a pattern, from which a reader cannot tell all that it allows. */
export const isWide = (action: string): boolean => action.startsWith(ANYTHING_BUT) || !isExact(action);

/** Whether a grant is on all resources, or on all but some. */
export const isEverything = (on: string): boolean =>
  on.startsWith(ANYTHING_BUT) || on.split(" ").some((one) => /^\*+$/.test(one));

/** Actions or resources as a person reads them. */
const written = ({ of, except }: Elements<string> = NONE): string[] =>
  except.length > 0 ? except.map((it) => ANYTHING_BUT + it) : [...of];

function writtenPrincipals({ of, except }: Elements<Principal> = NONE): string {
  const named = except.length > 0 ? except : of;
  const pairs = named.filter(({ type }) => type !== "*").map(({ type, id }) => [type, id] as const);
  const text = pairs.length < named.length ? "*" : describe(pairs, ", ");
  return except.length > 0 ? `anybody but ${text}` : text;
}

const NONE = { of: [], except: [] };

/** Pairs as `key value, value`, sorted, so that two spellings of one thing read the same. */
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

/** How the grants of one policy change. Grants are compared by their meaning, so two spellings of one grant are one grant. */
export interface GrantChanges {
  readonly gained: readonly Grant[];
  readonly lost: readonly Grant[];
  /** Grants that remain of a wider grant, which is lost. */
  readonly kept: readonly Grant[];
  /** Grants that stay under other conditions. */
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
    // A grant that a wider one covers is not lost; but a removed condition is shown as it was.
    lost: olds.filter(
      (it) => !isIn(after.filter(({ when }) => it.deny || when === it.when))(it) && !isTold(it),
    ),
    kept: news.filter((it) => isIn(before)(it) && !isTold(it)),
    conditioned,
  };
}

/** Whether a grant allows, or refuses, everything that another grant does; `false` in doubt. */
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

/** The grants to the same principals on the same resource under the same condition, with all their actions. */
export interface Group extends Omit<Grant, "action"> {
  readonly actions: readonly string[];
  /** @default - the conditions stay as they are */
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
