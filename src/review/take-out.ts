import { withoutSecrets } from "../settings/secrets";
import { isObject, type Json, mapItems, mapValues, parseDocument } from "./terraform-plan";

/** A secret of at least this length is removed everywhere, even inside a longer word. */
const LONG = 8;

/**
 * The smallest length of a secret that is removed. If a secret is shorter than {@link LONG}, it is removed only where it is a whole word.
 * For example, the secret "4711" is not removed from an account id that contains these digits.
 */
const SHORT = 4;

/** The smallest length of a number that is removed. A shorter number may be a port, a percentage or a number of days. */
const LONG_NUMBER = 6;

const TAGS = /^tags(_all)?$/;

/** Matches words that are never removed, because they are too common. */
const EVERYDAY = /^(?:true|false|null|none)$/i;

/**
 * Removes secrets from every text of a value. The function finds a secret in these forms: clear text, text escaped for JSON or for a URL,
 * hexadecimal digits, and base64 (including base64 of a longer text, such as `user:password`). It also removes texts that have the form of
 * a secret, such as an access token, even if `secrets` does not contain them. Secrets of fewer than SHORT characters, and common words such
 * as `true`, stay. Secrets of fewer than LONG characters are removed only where they are whole words.
 *
 * @param instead the text that replaces a secret
 */
export function takeOut(value: Json, secrets: ReadonlySet<string>, instead: string): Json {
  const long = [...secrets].filter(({ length }) => length >= LONG);
  const short = [...secrets].filter((it) => it.length >= SHORT && it.length < LONG && !EVERYDAY.test(it));
  const anywhere = longestFirst(
    long.flatMap((it) => [...escaped(it), ...base64Of(it), ...base64Within(it), ...hexOf(it)]),
  );
  const alone = longestFirst(short.flatMap((it) => [...escaped(it), ...base64Of(it), ...hexOf(it)]));
  const numbers = new Set([...secrets].filter(({ length }) => length >= LONG_NUMBER));
  // A cache of the results, because a plan repeats many of its texts.
  const cleaned = new Map<string, string>();
  const cleanText = (text: string): string => {
    const document = parseDocument(text);
    const before = JSON.stringify(document);
    const after = document === undefined ? before : JSON.stringify(clean(document));
    let rest = before === after || after === undefined ? text : after;
    for (const form of anywhere) {
      if (form.length <= rest.length && rest.includes(form)) rest = rest.replaceAll(form, instead);
    }
    for (const form of alone) if (rest.includes(form)) rest = withoutWord(rest, form, instead);
    return withoutSecrets(rest, instead);
  };
  const clean = (it: Json): Json => {
    if (typeof it === "string") {
      const known = cleaned.get(it) ?? cleanText(it);
      cleaned.set(it, known);
      return known;
    }
    if (typeof it === "number") return numbers.has(String(it)) ? instead : it;
    if (Array.isArray(it)) return mapItems(it, clean);
    return isObject(it)
      ? mapValues(it, (item, name) => (TAGS.test(name) ? named(clean(item)) : clean(item)))
      : it;
  };
  /**
   * Removes secrets from the names of tags, because people choose these names. Names of attributes come from Terraform, and contain no
   * secrets.
   */
  const named = (tags: Json): Json => {
    if (!isObject(tags)) return tags;
    const names = Object.keys(tags);
    return names.every((name) => cleanText(name) === name)
      ? tags
      : Object.fromEntries(Object.entries(tags).map(([name, tag]) => [cleanText(name), tag]));
  };
  return clean(value);
}

const longestFirst = (forms: readonly string[]) => [...new Set(forms)].sort((a, b) => b.length - a.length);

/** Returns three forms of a text: unchanged, escaped for JSON, and escaped for a URL. */
const escaped = (text: string): string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "")),
];

const BASE64: readonly BufferEncoding[] = ["base64", "base64url"];

/** Returns the base64 and the base64url of a whole text. */
const base64Of = (text: string): string[] => BASE64.map((encoding) => Buffer.from(text).toString(encoding));

/** Returns the hexadecimal forms of a text, without separators between the digits. */
function hexOf(text: string): string[] {
  const digits = Buffer.from(text).toString("hex");
  return [digits, digits.toUpperCase()];
}

/**
 * Returns the forms that a text can have in the base64 of a longer text. For example, the text is a password, and the longer text is
 * `user:password`. Base64 turns each group of three bytes into four characters. The text can begin at the first, second or third byte of a
 * group, and has another form in each case. The function returns these three forms in base64 and in base64url. Forms shorter than {@link
 * LONG} are omitted.
 */
const base64Within = (text: string): string[] =>
  BASE64.flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
      const encoded = bytes.toString(encoding).replace(/=+$/, "");
      // Characters at both ends are cut off if they also encode bytes before or after the text.
      return encoded.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
    }),
  ).filter(({ length }) => length >= LONG);

/**
 * Replaces a word in a text. The parameter `instead` is the replacement. The function does not replace a part of a longer word. Words are
 * separated by spaces, quotation marks, commas, brackets and similar characters.
 */
function withoutWord(text: string, word: string, instead: string): string {
  const isEnd = (at: string | undefined) => at === undefined || /[\s"'`,;=()[\]{}<>&?!]/.test(at);
  let clean = "";
  let from = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at < from || !isEnd(text[at - 1]) || !isEnd(text[at + word.length])) continue;
    clean += text.slice(from, at) + instead;
    from = at + word.length;
  }
  return clean + text.slice(from);
}
