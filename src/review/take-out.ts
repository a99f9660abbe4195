import { withoutSecrets } from "../settings/secrets";
import { isObject, type Json, mapItems, mapValues, parseDocument } from "./terraform-plan";

/** From this length on, a secret is also removed where it is a part of a word. */
const LONG = 8;

/** A shorter secret is removed only where it stands alone: "4711" must not remove a part of an account's number. */
const SHORT = 4;

/** A shorter number may as well be a port, a percentage or a count of days. */
const LONG_NUMBER = 6;

const TAGS = /^tags(_all)?$/;

/** Words that are too common to be taken for a secret. */
const EVERYDAY = /^(?:true|false|null|none)$/i;

/**
 * Removes secrets from every text of a value. A secret is found as it is, escaped for JSON or for a URL, in hexadecimal digits,
 * and in base64 (also inside the base64 of a longer text, such as `user:password`). Any text in a secret's form is removed too.
 */
export function takeOut(value: Json, secrets: ReadonlySet<string>, instead: string): Json {
  const long = [...secrets].filter(({ length }) => length >= LONG);
  const short = [...secrets].filter((it) => it.length >= SHORT && it.length < LONG && !EVERYDAY.test(it));
  const anywhere = longestFirst(
    long.flatMap((it) => [...escaped(it), ...base64Of(it), ...base64Within(it), ...hexOf(it)]),
  );
  const alone = longestFirst(short.flatMap((it) => [...escaped(it), ...base64Of(it), ...hexOf(it)]));
  const numbers = new Set([...secrets].filter(({ length }) => length >= LONG_NUMBER));
  // Texts are remembered, because much of a plan is repeated many times.
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
  /** Somebody chose the names of tags, so they may hold secrets; the names of attributes are Terraform's. */
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

/** A text as it is, in JSON, and in a URL. */
const escaped = (text: string): string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "")),
];

const BASE64: readonly BufferEncoding[] = ["base64", "base64url"];

/** A whole text in base64. */
const base64Of = (text: string): string[] => BASE64.map((encoding) => Buffer.from(text).toString(encoding));

/** A text in hexadecimal digits, without anything between them. */
function hexOf(text: string): string[] {
  const digits = Buffer.from(text).toString("hex");
  return [digits, digits.toUpperCase()];
}

/**
 * The base64 characters of a part of a longer text, for each offset at which the part may begin: three bytes become four
 * characters.
 */
const base64Within = (text: string): string[] =>
  BASE64.flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
      const encoded = bytes.toString(encoding).replace(/=+$/, "");
      // The characters at both ends also hold bits of the neighbouring text.
      return encoded.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
    }),
  ).filter(({ length }) => length >= LONG);

/** A text without a given word, which stands between spaces, quotes, commas or brackets, or after "=". */
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
