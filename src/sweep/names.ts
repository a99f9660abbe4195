import { INVENTORIED } from "../resources/inventoried";

/**
 * All names that an environment of this suffix can use, whatever its settings, and the names that AWS derives from them, by AWS's
 * name of the type. Whole names are compared, because no two environments share a name.
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
