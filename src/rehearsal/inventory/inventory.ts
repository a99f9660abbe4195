import type { Emulator } from "../emulator";
import { accountReaders } from "./account";
import { networkReaders } from "./network";
import { workloadReaders } from "./workload";

/** Something that exists in the account. */
export interface Item {
  /** AWS's word for it, the service first: `EC2 subnet`. */
  readonly kind: string;
  /** Its id, name or ARN: unique among its kind. */
  readonly id: string;
}

/**
 * Everything of the kinds that an environment is made of that exists in the account, asked from the services
 * themselves. What AWS only remembers counts as gone: inactive task definitions, clusters and services, NAT gateways
 * that were deleted, KMS keys that wait for their deletion.
 */
export async function takeInventory(client: Emulator["client"]): Promise<Item[]> {
  const kinds = Object.entries({
    ...networkReaders(client),
    ...workloadReaders(client),
    ...accountReaders(client),
  });
  const lists = await Promise.all(
    kinds.map(async ([kind, read]) => (await read()).map((id) => ({ kind, id }))),
  );
  return lists.flat();
}

/** What is in `items` and not in `others`. */
export function difference(items: readonly Item[], others: readonly Item[]): Item[] {
  const known = new Set(others.map(({ kind, id }) => `${kind} ${id}`));
  return items.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
}

/** How many of each kind there are. */
export function countByKind(items: readonly Item[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
