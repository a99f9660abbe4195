import type { ListedType } from "../resources/inventoried";
import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig, Found } from "./readers";

/** AWS's names of the types that an environment uses, or that can remain after its destruction. */
export type InventoryType = ListedType;

/** For each type, a reader that lists the type's items with the type's own service. A missing reader is a compile error. */
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
