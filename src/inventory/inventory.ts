import type { ListedType } from "../resources/inventoried";
import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig, Found } from "./readers";

/** AWS's name of each type that an environment is made of, or leaves behind. */
export type InventoryType = ListedType;

/** How each is asked for from the service that has it. Does not compile without a reader for each. */
export const inventoryReaders = (config: ClientConfig): Record<InventoryType, () => Promise<Found[]>> => ({
  ...networkReaders(config),
  ...edgeReaders(config),
  ...containerReaders(config),
  ...dataReaders(config),
  ...operationsReaders(config),
});

/** Everything of these types that is in the account, what AWS only remembers included. */
export async function takeInventory(config: ClientConfig): Promise<Item[]> {
  const lists = await Promise.all(
    Object.entries(inventoryReaders(config)).map(async ([type, read]) =>
      (await read()).map((found) => ({ type, ...found })),
    ),
  );
  return lists.flat();
}
