/** Something that exists in the account, or that AWS still remembers. */
export interface Item {
  /** AWS's word for it, the service first: `EC2 subnet`. */
  readonly type: string;
  /** Its id, name or ARN: unique among its type. */
  readonly id: string;
  /** Its ARN, where that does not end in the id. */
  readonly arn?: string | undefined;
  /** The name in AWS that says whose it is: its own, or that of what AWS made it for, such as a snapshot's cluster. */
  readonly name?: string | undefined;
  /** The environment that its tags name, where AWS tells the tags with the list. */
  readonly suffix?: string | undefined;
  /** AWS's word for its state, where that decides what can be done with it. */
  readonly state?: string | undefined;
  /** KMS key that encrypts it, where that decides for how long it can be read. */
  readonly key?: string | undefined;
  /** Why AWS tells nothing of it but its id. */
  readonly unread?: string | undefined;
  /** Gone, but still listed for a while. */
  readonly remembered?: Remembered | undefined;
}

export interface Remembered {
  /** AWS's word: inactive, deleted, pending deletion. */
  readonly state: string;
  /** When it goes, if AWS says. ISO 8601. */
  readonly until?: string | undefined;
}

/** What is in `items` and not in `others`; what AWS only remembers counts as gone. */
export function difference(items: readonly Item[], others: readonly Item[]): Item[] {
  const existing = (all: readonly Item[]) => all.filter(({ remembered }) => remembered === undefined);
  const known = new Set(existing(others).map(({ type, id }) => `${type} ${id}`));
  return existing(items).filter(({ type, id }) => !known.has(`${type} ${id}`));
}

/** How many of each type there are. */
export function countByType(items: readonly Item[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of items) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
