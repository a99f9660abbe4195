import { INVENTORIED } from "../resources/inventoried";

/**
 * Returns all names that resources of the environment with this suffix can have, whatever the settings are. Names that AWS derives from
 * these names are included. Resources of another environment never have one of these names. So a resource with one of these names belongs
 * to the environment with this suffix.
 *
 * @returns an object. Each key is AWS's name of a resource type. The key's value is the list of names for this resource type
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
