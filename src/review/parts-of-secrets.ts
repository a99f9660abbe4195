import { isObject, type Json, parseDocument } from "./terraform-plan";

/** The smallest length of a secret that is looked for in parts: a shorter secret may by chance consist of two ordinary words. */
const SHORTEST = 12;

/** The smallest length of a part: a shorter part does not reveal the secret, and may be an ordinary word. */
const SHORTEST_PART = 4;

/** The greatest number of parts of one secret. */
const MOST_PARTS = 4;

/**
 * Finds secrets that are divided among several values of one map or list, such as two tags of a resource or two variables of a
 * container. Nested maps and lists are searched too. Values count as parts only if their concatenation is exactly the secret. Parts
 * in different resources are not found.
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
   * Looks for parts in a value and in everything in it.
   *
   * @returns whether the value is a text that begins like a secret, or directly contains such a text. If so, the values beside it are
   * compared with the secrets. This saves time, because few texts begin like a secret
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
    // In a list of variables, each variable's value is in an object of its own.
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

/** The texts that make up a secret when joined. Empty if no texts do, or if a single text is the whole secret. */
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
