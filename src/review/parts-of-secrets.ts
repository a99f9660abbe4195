import { isObject, type Json, parseDocument } from "./terraform-plan";

/**
 * If a secret has fewer characters than this number, the function {@link partsOfSecrets} does not look for its parts. By chance, two
 * ordinary words that are joined to one text can be equal to such a short secret.
 */
const SHORTEST = 12;

/**
 * The smallest length of a part, in characters. A shorter part does not reveal the secret, and can be an ordinary word. The last part of a
 * secret can be shorter: the function {@link partsOfSecrets} then returns the other parts. If another part is shorter, it returns none.
 */
const SHORTEST_PART = 4;

/** The function {@link partsOfSecrets} does not find the parts of a secret that is divided among more values than this number. */
const MOST_PARTS = 4;

/**
 * Finds secrets that somebody has divided among several values of one map or list, for example among two tags of a resource or two
 * variables of a container. The function also searches nested maps and lists. The function joins several values to one text. The values
 * are parts of a secret only if this text is exactly the secret. The function does not find parts in different resources.
 *
 * @returns the parts
 */
export function partsOfSecrets(value: Json, secrets: ReadonlySet<string>): ReadonlySet<string> {
  const byStart = new Map<string, string[]>();
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    const start = secret.slice(0, SHORTEST_PART);
    byStart.set(start, [...(byStart.get(start) ?? []), secret]);
  }
  if (byStart.size === 0) return new Set();
  const starts = [...byStart.keys()];
  const parts = new Set<string>();
  /**
   * Finds the parts of secrets at every depth of a value, and adds these parts to the set `parts`.
   *
   * @returns true if the value itself, or one of its direct items, can be the first part of a secret. A text can be the first part if it
   *   begins with the secret's first four characters
   */
  const look = (it: Json): boolean => {
    if (typeof it === "string") {
      const document = /^\s*[[{]/.test(it) && starts.some((start) => it.includes(start)) && parseDocument(it);
      if (document !== undefined && document !== false) look(document);
      return byStart.has(it.slice(0, SHORTEST_PART));
    }
    if (typeof it !== "object" || it === null) return false;
    let [begins, begun] = [false, false];
    for (const item of Object.values(it)) {
      const found = look(item);
      begins ||= found && typeof item === "string";
      begun ||= found;
    }
    if (begun) addParts(Object.values(it));
    return begins;
  };
  const addParts = (items: readonly Json[]): void => {
    // A list of variables contains an object for each variable, and the variable's value is in this object.
    const beside = items.flatMap((item) => (isObject(item) ? Object.values(item) : item));
    const texts = beside.filter((text): text is string => typeof text === "string");
    for (const text of texts) {
      for (const secret of byStart.get(text.slice(0, SHORTEST_PART)) ?? []) {
        for (const part of tiles(secret, texts, MOST_PARTS)) parts.add(part);
      }
    }
  };
  look(value);
  return parts;
}

/**
 * Returns the texts that are exactly the secret when they are joined. Returns an empty list if there are no such texts, or if a single text
 * is the whole secret.
 */
function tiles(secret: string, texts: readonly string[], most: number): readonly string[] {
  for (const text of texts) {
    if (text.length < SHORTEST_PART || !secret.startsWith(text) || text === secret) continue;
    const rest = secret.slice(text.length);
    if (texts.includes(rest)) return rest.length < SHORTEST_PART ? [text] : [text, rest];
    const others = most > 2 ? tiles(rest, texts, most - 1) : [];
    if (others.length > 0) return [text, ...others];
  }
  return [];
}
