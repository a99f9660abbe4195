/** Answers the ids, names or ARNs of everything of one kind that exists; the key is AWS's word for the kind. */
export type Readers = Readonly<Record<string, () => Promise<string[]>>>;

type Names = readonly (string | undefined)[] | undefined;

/** What `pick` finds on every page of a list. */
export async function all<Page>(pages: AsyncIterable<Page>, pick: (page: Page) => Names): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...names(pick(page)));
  return found;
}

/** The SDK types every field of an answer as optional. */
export function names(found: Names): string[] {
  return (found ?? []).filter((name) => name !== undefined);
}
