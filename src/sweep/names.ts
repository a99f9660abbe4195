import { INVENTORIED } from "../resources/inventoried";

/**
 * Every name that an environment of this suffix can have, whatever its settings, and the names that AWS derives from
 * them, by AWS's name of the type. They are compared whole: no two environments share one.
 */
export function environmentNames(
  suffix: string,
  accountId: string,
): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, readonly string[]> = {};
  for (const { aws, named } of INVENTORIED) {
    if ("names" in named) names[aws] = [...(names[aws] ?? []), ...named.names(suffix, accountId)];
  }
  return names;
}
