import { isObject, type Json, parseDocument } from "./terraform-plan";

/** One thing that somebody may do, or may not. */
export interface Grant {
  readonly deny: boolean;
  readonly action: string;
  readonly on: string;
  readonly by: string;
  readonly when: string;
}

/** @returns nothing where there is no policy, `undefined` where it is not known or cannot be read */
export function grantsOf(policy: Json | undefined): Grant[] | undefined {
  if (policy === undefined || policy === null || policy === "") return [];
  const document = parseDocument(policy);
  const statements = isObject(document) ? document.Statement : undefined;
  if (statements === undefined) return undefined;
  return list(statements).flatMap((statement) => {
    if (!isObject(statement)) return [];
    const negated = (key: string) => list(statement[key] ?? []).map((it) => `anything but ${it}`);
    const actions = [...list(statement.Action ?? []).map(String), ...negated("NotAction")];
    const on = [...list(statement.Resource ?? []).map(String), ...negated("NotResource")].sort().join(" ");
    const principal =
      statement.Principal ?? (statement.NotPrincipal && { "anybody but": statement.NotPrincipal });
    const by = principal === undefined || principal === null ? "" : describe(principal);
    const when = isObject(statement.Condition) ? describe(statement.Condition) : "";
    return actions.map((action) => ({ deny: statement.Effect === "Deny", action, on, by, when }));
  });
}

/** Trust that a new role seldom means: in anybody, in another account, in everyone of this one. */
export const isDoubtful = ({ by, when }: Pick<Grant, "by" | "when">, accountId: string) =>
  /(^|[ :])\*/.test(by) ||
  (by.match(/\b\d{12}\b/g) ?? []).some((account) => account !== accountId) ||
  (/:root\b|\b\d{12}(,|;|$)/.test(by) && when === "");

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

/** Nested maps as `key value, value`, sorted, so that two spellings of one thing read the same. */
function describe(value: Json): string {
  if (Array.isArray(value)) return value.map(describe).sort().join(", ");
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${describe(inner)}`)
    .sort()
    .join("; ");
}

const keyOf = (grant: Grant) => JSON.stringify([grant.deny, grant.action, grant.on, grant.by, grant.when]);

export function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.map(keyOf));
  return grants.filter((grant) => !known.has(keyOf(grant)));
}

/** All actions on the same thing, by the same people, under the same condition. */
export interface Group extends Omit<Grant, "action"> {
  readonly actions: readonly string[];
}

export function summed(grants: readonly Grant[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { action, ...rest } of grants) {
    const key = keyOf({ ...rest, action: "" });
    groups.set(key, { ...rest, actions: [...(groups.get(key)?.actions ?? []), action] });
  }
  return [...groups.values()];
}
