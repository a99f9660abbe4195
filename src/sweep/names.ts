import { INVENTORIED } from "../resources/inventoried";

/**
 * Returns all names that resources of an environment with this suffix can have, with any settings, and names that AWS derives from them. No
 * two environments share a name, so an item with one of these names belongs to the environment.
 *
 * @returns names by AWS's name of the type
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
