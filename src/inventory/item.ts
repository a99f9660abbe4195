/** Something that exists in the account, or that AWS still remembers. */
export interface Item {
  /** AWS's name of the type, the service first: `EC2 subnet`. */
  readonly type: string;
  /** The item's id, name or ARN, unique within its type. */
  readonly id: string;
  /** The item's ARN, where the ARN does not end in the id. */
  readonly arn?: string | undefined;
  /**
   * The name in AWS that tells the environment: the item's own, or that of the resource for which AWS created it, such as a
   * snapshot's cluster.
   */
  readonly name?: string | undefined;
  /** The environment in the item's tags, where AWS lists the tags. */
  readonly suffix?: string | undefined;
  /** The item's state in AWS's words, where the state limits what can be done. */
  readonly state?: string | undefined;
  /** KMS key that encrypts the item, where the key decides for how long the item can be read. */
  readonly key?: string | undefined;
  /** Why AWS shows only the item's id. */
  readonly unread?: string | undefined;
  /** Set for a deleted item that AWS still lists for a while. */
  readonly remembered?: Remembered | undefined;
}

export interface Remembered {
  /** AWS's word: inactive, deleted, pending deletion. */
  readonly state: string;
  /** When AWS stops listing it, if known. ISO 8601. */
  readonly until?: string | undefined;
}

/** The items of `items` that are not in `others`; an item that AWS only remembers counts as gone. */
export function difference(items: readonly Item[], others: readonly Item[]): Item[] {
  const existing = (all: readonly Item[]) => all.filter(({ remembered }) => remembered === undefined);
  const known = new Set(existing(others).map(({ type, id }) => `${type} ${id}`));
  return existing(items).filter(({ type, id }) => !known.has(`${type} ${id}`));
}

/** The number of items of each type. */
export function countByType(items: readonly Item[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of items) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
