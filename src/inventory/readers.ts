import { taggedSuffix } from "../naming/tags";
import type { Item } from "./item";

/** Options of the AWS SDK's clients. For the emulator, they contain an endpoint and credentials. For AWS, they contain only a region. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts?: number;
}

/** An item as a reader returns it, without its type. The type is added later: it is the property name of the reader in {@link Readers}. */
export type Found = Omit<Item, "type">;

/** Functions that list resources. The property name is AWS's name of a resource type, and the function lists all items of this type. */
export type Readers = Readonly<Record<string, () => Promise<Found[]>>>;

/** An item whose id may be missing: in the SDK's TypeScript types, every field of an answer is optional. */
type Seen = Omit<Found, "id"> & { readonly id: string | undefined };

/** Collects the entries on all pages of a list. */
export async function entries<Page, Entry>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => readonly Entry[] | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const page of pages) found.push(...(pick(page) ?? []));
  return found;
}

/** Converts the entries of a list into items (resources). Entries without an id are left out. */
export function see<Entry>(list: readonly Entry[] | undefined, look: (entry: Entry) => Seen): Found[] {
  return (list ?? []).map(look).filter((seen): seen is Found => seen.id !== undefined);
}

/** Converts the entries on all pages of a list into items (resources). */
export async function list<Page, Entry>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => readonly Entry[] | undefined,
  look: (entry: Entry) => Seen,
): Promise<Found[]> {
  return see(await entries(pages, pick), look);
}

/**
 * Makes one call for each entry of a list. At most five calls run at the same time, because an account may have hundreds of entries, and
 * AWS throttles calls.
 */
export async function each<Entry, Answer>(
  from: readonly Entry[],
  ask: (entry: Entry) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const some of inLots(from, 5)) answers.push(...(await Promise.all(some.map(ask))));
  return answers;
}

/** Divides a list into chunks of at most `size` entries, because some API calls limit the batch size. */
export function inLots<Entry>(from: readonly Entry[], size: number): Entry[][] {
  return Array.from({ length: Math.ceil(from.length / size) }, (_, n) =>
    from.slice(n * size, (n + 1) * size),
  );
}

/**
 * Returns the suffix of the environment to which a resource belongs, from the resource's tags.
 *
 * @returns undefined if the tags contain no environment
 */
export function suffixOf(
  tags:
    | readonly {
        readonly Key?: string | undefined;
        readonly Value?: string | undefined;
      }[]
    | undefined,
): string | undefined {
  return taggedSuffix(Object.fromEntries((tags ?? []).map(({ Key = "", Value }) => [Key, Value])));
}
