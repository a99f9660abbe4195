import type { ListedType } from "../resources/inventoried";
import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig, Found } from "./readers";

/** AWS's names of the resource types that an environment uses, or that can remain after the environment is destroyed. */
export type InventoryType = ListedType;

/**
 * Returns a reader for each resource type. A reader lists all items (resources) of its type, with the API of the type's AWS service. If a
 * type has no reader, the compiler reports it.
 */
export const inventoryReaders = (config: ClientConfig): Record<InventoryType, () => Promise<Found[]>> => ({
  ...networkReaders(config),
  ...edgeReaders(config),
  ...containerReaders(config),
  ...dataReaders(config),
  ...operationsReaders(config),
});

/** Lists all items (resources) of every {@link InventoryType} in the account. Deleted items that AWS still lists are included. */
export async function takeInventory(config: ClientConfig): Promise<Item[]> {
  const lists = await Promise.all(
    Object.entries(inventoryReaders(config)).map(async ([type, read]) =>
      (await read()).map((found) => ({ type, ...found })),
    ),
  );
  return lists.flat();
}
