import { withoutSecrets } from "../settings/secrets";
import { isObject, type Json, mapItems, mapValues, parseDocument } from "./terraform-plan";

/** From this length on, a secret is taken out also where it is a part of a word. */
const LONG = 8;

/** A shorter one is taken out where it stands alone: "4711" must not take half of an account's number with it. */
const SHORT = 4;

/** A shorter number may as well be a port, a percentage or a count of days. */
const LONG_NUMBER = 6;

const TAGS = /^tags(_all)?$/;

/** Too common to say anything where they stand. */
const EVERYDAY = /^(?:true|false|null|none)$/i;

/**
 * Takes secrets out of every text of a value: as they are, escaped as in JSON or in a URL, in hexadecimal digits, in base64 (also in
 * that of a longer text, such as `user:password`), and whatever has a secret's form by itself.
 */
export function takeOut(value: Json, secrets: ReadonlySet<string>, instead: string): Json {
  const long = [...secrets].filter(({ length }) => length >= LONG);
  const short = [...secrets].filter((it) => it.length >= SHORT && it.length < LONG && !EVERYDAY.test(it));
  const anywhere = longestFirst(
    long.flatMap((it) => [...escaped(it), ...base64Of(it), ...base64Within(it), ...hexOf(it)]),
  );
  const alone = longestFirst(short.flatMap((it) => [...escaped(it), ...base64Of(it), ...hexOf(it)]));
  const numbers = new Set([...secrets].filter(({ length }) => length >= LONG_NUMBER));
  // Much of a plan is said many times.
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
  /** The names of tags are somebody's words too; those of attributes are Terraform's. */
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

/** The characters that base64 of a longer text has for this part of it, wherever it begins: three bytes are four characters. */
const base64Within = (text: string): string[] =>
  BASE64.flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
      const encoded = bytes.toString(encoding).replace(/=+$/, "");
      // Characters at both ends hold bits of what stands beside it.
      return encoded.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
    }),
  ).filter(({ length }) => length >= LONG);

/** A text without a word: between spaces, quotes, commas, brackets, or after "=". */
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
