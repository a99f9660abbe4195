import type { ListedType } from "../resources/inventoried";
import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig, Found } from "./readers";

/** The resource types that an environment uses, or that can remain after its destruction, by AWS's names. */
export type InventoryType = ListedType;

/**
 * Returns a reader for each resource type. The reader lists all items of the type, with the API of the type's AWS service. If a type has no
 * reader, this function does not compile.
 */
export const inventoryReaders = (config: ClientConfig): Record<InventoryType, () => Promise<Found[]>> => ({
  ...networkReaders(config),
  ...edgeReaders(config),
  ...containerReaders(config),
  ...dataReaders(config),
  ...operationsReaders(config),
});

/** Lists all items of the inventory's types in the account, including deleted items that AWS still lists. */
export async function takeInventory(config: ClientConfig): Promise<Item[]> {
  const lists = await Promise.all(
    Object.entries(inventoryReaders(config)).map(async ([type, read]) =>
      (await read()).map((found) => ({ type, ...found })),
    ),
  );
  return lists.flat();
}
