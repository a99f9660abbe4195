import { isObject, type Json, parseDocument } from "./terraform-plan";

/** The shortest secret that is looked for in parts: a shorter one may be two ordinary words that stand together somewhere. */
const SHORTEST = 12;

/** The shortest part: a shorter one does not reveal the secret, and may be an ordinary word. */
const SHORTEST_PART = 4;

/** AWS takes at most 50 tags: nobody needs as many parts. */
const MOST_PARTS = 4;

/**
 * Finds secrets that are spread over the values of one map or list, nested values included, such as two tags of a resource or two
 * variables of a container. Values count as parts only where together they are exactly the secret, so that nothing else is taken
 * for a part. Parts that stand further apart, such as in two resources, are not found.
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
  /** @returns whether one of the value's own texts begins as a secret does, which is rare */
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

/** The texts that, written one after another, are a secret; empty where they are not, and where a single text is the whole secret. */
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
