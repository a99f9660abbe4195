/** A resource that exists in the account, or a deleted resource that AWS still lists. */
export interface Item {
  /** AWS's name of the type, which begins with the service: `EC2 subnet`. */
  readonly type: string;
  /** The item's id, name or ARN, unique within its type. */
  readonly id: string;
  /** The item's ARN. Set only if the ARN does not end in the id; otherwise the id is enough to recognise the ARN. */
  readonly arn?: string | undefined;
  /**
   * The name that shows to which environment the item belongs: the item's own name, or the name of the resource to which the item belongs,
   * such as the cluster of a snapshot.
   */
  readonly name?: string | undefined;
  /** Suffix of the environment in the item's tags. Set only if AWS returns the tags with the list of items. */
  readonly suffix?: string | undefined;
  /** The item's state as AWS returns it. Set only for types whose state limits deletion or restore. */
  readonly state?: string | undefined;
  /** The KMS key that encrypts the item. Set only for snapshots, which cannot be restored after the deletion of their key. */
  readonly key?: string | undefined;
  /** AWS's error, if AWS refused to describe the item. Then only the item's id is known. @default - AWS described the item */
  readonly unread?: string | undefined;
  /** Set for a deleted item that AWS still lists for a while. */
  readonly remembered?: Remembered | undefined;
}

/** The state of a deleted item that AWS still lists. */
export interface Remembered {
  /** The state in AWS's terms: inactive, deleted, pending deletion. */
  readonly state: string;
  /** When AWS will stop listing the item, in ISO 8601. @default - unknown */
  readonly until?: string | undefined;
}

/** Returns the items that exist in `items` but not in `others`. Deleted items that AWS still lists do not count as existing. */
export function difference(items: readonly Item[], others: readonly Item[]): Item[] {
  const existing = (all: readonly Item[]) => all.filter(({ remembered }) => remembered === undefined);
  const known = new Set(existing(others).map(({ type, id }) => `${type} ${id}`));
  return existing(items).filter(({ type, id }) => !known.has(`${type} ${id}`));
}

/** Returns the number of items of each type. */
export function countByType(items: readonly Item[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of items) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
