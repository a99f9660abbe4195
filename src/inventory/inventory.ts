import type { ListedType } from "../resources/inventoried";
import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig, Found } from "./readers";

/** AWS's name of each type that an environment uses or leaves behind. */
export type InventoryType = ListedType;

/** The reader of each type, which calls the type's own service. A type without a reader does not compile. */
export const inventoryReaders = (config: ClientConfig): Record<InventoryType, () => Promise<Found[]>> => ({
  ...networkReaders(config),
  ...edgeReaders(config),
  ...containerReaders(config),
  ...dataReaders(config),
  ...operationsReaders(config),
});

/** All items of these types in the account, including those that AWS only remembers. */
export async function takeInventory(config: ClientConfig): Promise<Item[]> {
  const lists = await Promise.all(
    Object.entries(inventoryReaders(config)).map(async ([type, read]) =>
      (await read()).map((found) => ({ type, ...found })),
    ),
  );
  return lists.flat();
}
