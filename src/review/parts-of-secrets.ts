import { isObject, type Json, parseDocument } from "./terraform-plan";

/** A shorter secret may be two words of every day that stand together somewhere. */
const SHORTEST = 12;

/** A shorter part tells nobody the secret, and may be a word of every day. */
const SHORTEST_PART = 4;

/** AWS takes at most 50 tags: nobody needs as many parts. */
const MOST_PARTS = 4;

/**
 * Parts of secrets that stand one by one in the values of a map or list, or of those that it holds, such as two tags of a resource or
 * two variables of a container: only where together they are exactly the secret, so that nothing else is taken for a part. Parts that
 * stand further apart, such as in two resources, are not found.
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
  /** @returns whether any text of the plan begins like a secret; that is rare */
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
    // Of a list of variables, each has its value in an object of its own.
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

/** The texts that are a secret when they are written one after another; none where they are not, or one is all of it. */
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
