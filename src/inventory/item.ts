/** A resource that exists in the account, or a deleted resource that AWS still lists. */
export interface Item {
  /** AWS's name of the resource type. It begins with the AWS service: `EC2 subnet`. */
  readonly type: string;
  /** The item's id, name or ARN. No other item of the same type has this value. */
  readonly id: string;
  /** The item's ARN. It is set only if the ARN does not end with the id. Otherwise the id is enough to recognize the ARN. */
  readonly arn?: string | undefined;
  /**
   * The name that shows to which environment the item belongs. It is the item's own name, or the name of another resource, such as the
   * cluster from which a snapshot was taken.
   */
  readonly name?: string | undefined;
  /** The suffix of the environment, from the item's tags. It is set only if AWS returns the tags in the list of items. */
  readonly suffix?: string | undefined;
  /**
   * The item's state, as AWS returns it. It is set only for some types: an item of these types can be deleted or restored in some states,
   * but not in others.
   */
  readonly state?: string | undefined;
  /** The KMS key that encrypts the item. It is set only for snapshots: a snapshot cannot be restored after its key is deleted. */
  readonly key?: string | undefined;
  /** The error of AWS, if AWS refused to describe the item. Then only the item's id is known. @default - AWS described the item */
  readonly unread?: string | undefined;
  /**
   * True for a DNS record with which ACM validates the domain of a certificate. Such a record has no tags and no name of an environment.
   *
   * @default - another record, or an item of another type
   */
  readonly validates?: true | undefined;
  /** The deletion state of a deleted item, while AWS still lists the item. @default - the item exists */
  readonly remembered?: Remembered | undefined;
}

/** The deletion state of a resource that was deleted but is still in AWS's lists. */
export interface Remembered {
  /** The resource's state, such as inactive, deleted or pending deletion. */
  readonly state: string;
  /** The time at which AWS stops listing the resource, in ISO 8601. @default - this time is not known */
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
