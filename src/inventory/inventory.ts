import { containerReaders } from "./containers";
import { dataReaders } from "./data";
import { edgeReaders } from "./edge";
import type { Item } from "./item";
import { networkReaders } from "./network";
import { operationsReaders } from "./operations";
import type { ClientConfig } from "./readers";

/** How each type that an environment is made of, or leaves behind, is asked for from the service that has it. */
export const inventoryReaders = (config: ClientConfig) => ({
  ...networkReaders(config),
  ...edgeReaders(config),
  ...containerReaders(config),
  ...dataReaders(config),
  ...operationsReaders(config),
});

/** AWS's word for each type that the inventory knows. */
export type InventoryType = keyof ReturnType<typeof inventoryReaders>;

/** Everything of these types that is in the account, what AWS only remembers included. */
export async function takeInventory(config: ClientConfig): Promise<Item[]> {
  const lists = await Promise.all(
    Object.entries(inventoryReaders(config)).map(async ([type, read]) =>
      (await read()).map((found) => ({ type, ...found })),
    ),
  );
  return lists.flat();
}
