import { taggedSuffix } from "../naming/tags";
import type { Item } from "./item";

/** The options of the AWS SDK's clients: an emulator's endpoint and credentials, or only a region. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts?: number;
}

export type Found = Omit<Item, "type">;

/** Reads all items of one type; the key is AWS's name of the type. */
export type Readers = Readonly<Record<string, () => Promise<Found[]>>>;

/** The SDK types every field of an answer as optional. */
type Seen = Omit<Found, "id"> & { readonly id: string | undefined };

/** Every entry of every page of a list. */
export async function entries<Page, Entry>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => readonly Entry[] | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const page of pages) found.push(...(pick(page) ?? []));
  return found;
}

/** Makes items of entries; entries without an id are left out. */
export function see<Entry>(list: readonly Entry[] | undefined, look: (entry: Entry) => Seen): Found[] {
  return (list ?? []).map(look).filter((seen): seen is Found => seen.id !== undefined);
}

/** Makes items of every page of a list. */
export async function list<Page, Entry>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => readonly Entry[] | undefined,
  look: (entry: Entry) => Seen,
): Promise<Found[]> {
  return see(await entries(pages, pick), look);
}

/** Makes one call for each entry, a few at a time: an account can have hundreds, and AWS throttles. */
export async function each<Entry, Answer>(
  from: readonly Entry[],
  ask: (entry: Entry) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const some of inLots(from, 5)) answers.push(...(await Promise.all(some.map(ask))));
  return answers;
}

/** Cuts a list into chunks of at most `size` entries, because some API calls limit the batch size. */
export function inLots<Entry>(from: readonly Entry[], size: number): Entry[][] {
  return Array.from({ length: Math.ceil(from.length / size) }, (_, n) =>
    from.slice(n * size, (n + 1) * size),
  );
}

/** The environment that tags name, in either spelling of AWS's services. */
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
