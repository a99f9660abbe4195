import { SECRET_FORMS, type SecretForm } from "./secret-forms";
import { isSecretName, SAYS_SECRET } from "./secret-names";

/** Matches a name and the separator that stands before the name's value: `name=`, `"name": "`, `name: `, `--name `. */
const ASSIGNED =
  /(?<flag>(?<![\w-])--?)?(?<name>[A-Za-z_][\w.-]*)(?<between>\\*["']?\s{0,3}=>?\s{0,3}|>(?=[^<>]+<\/)|\\*["']\s{0,3}:\s{0,3}|:[ \t]{1,3}|[ \t]{1,3})(?<quote>\\*["'])?/g;

/** Matches values that only refer to a secret: a shell variable, a path, an ARN, a placeholder. */
const REFERENCE =
  /^(?:\$[A-Z_]+\b|\$[({]|<|\{|\[|\(|%\w+%|\*+$|arn:|\/(?:[a-z0-9._-]+\/)+[\w.-]+$|(?:true|false|yes|no|on|off|none|null|undefined|required|optional|prompt)$)/;

/** A secret that was found in a text, and its place. */
export interface FoundSecret {
  /** The kind of secret, such as "an AWS access key". This text does not show the secret. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

const ANY_HINT = new RegExp(
  SECRET_FORMS.flatMap(({ hints }) => hints.map((hint) => hint.replace(/[.:/?]/g, "\\$&"))).join("|"),
  "i",
);

/**
 * Returns the forms that have at least one hint in the text. A form is a pattern for one kind of secret. Every secret of a form contains at
 * least one of the form's hints. If a text contains no hint of a form, the text contains no secret of this form, and the form does not have
 * to be matched.
 */
function hinted(text: string): readonly SecretForm[] {
  if (!ANY_HINT.test(text)) return [];
  const lower = text.toLowerCase();
  return SECRET_FORMS.filter(({ hints }) => hints.some((hint) => lower.includes(hint)));
}

/** Returns whether a text may contain a secret. This is a quick test: it is never `false` for a text with a secret. */
export const mayHoldSecret = (text: string): boolean => SAYS_SECRET.test(text) || ANY_HINT.test(text);

/**
 * Matches certificates, which are public. Their base64 may contain text that looks like the beginning of a token. Between the lines BEGIN
 * and END only base64 characters match, so that nobody can hide a secret there.
 */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]*-----END CERTIFICATE-----/g;

function certificatesIn(text: string): (readonly [start: number, end: number])[] {
  return [...text.matchAll(CERTIFICATE)].map(({ 0: { length }, index }) => [index, index + length]);
}

/** Returns all secrets in a text. A secret is recognized by its form, or by the name that stands before it. */
export function secretsIn(text: string): readonly FoundSecret[] {
  const certificates = certificatesIn(text);
  const formed = hinted(text)
    .flatMap(({ what, form }) =>
      [...text.matchAll(form)].map(({ 0: { length }, index }) => ({
        what,
        start: index,
        end: index + length,
      })),
    )
    .filter(({ start, end }) => !certificates.some(([from, to]) => from < start && end < to));
  return SAYS_SECRET.test(text) && /[=:>]|--?\w/.test(text) ? [...formed, ...assigned(text)] : formed;
}

function assigned(text: string): FoundSecret[] {
  return [...text.matchAll(ASSIGNED)].flatMap(({ 0: whole, index, groups = {} }) => {
    const { flag, name = "", between = "", quote } = groups;
    const isWord = /^\s+$/.test(between);
    const isColon = between.includes(":");
    if (isWord && flag === undefined) return [];
    const isWorkingDirectory = /^pwd$/i.test(name);
    if (!isSecretName(name) && !(isWorkingDirectory && between.includes("="))) return [];
    const start = index + whole.length;
    const value = valueAt(text, start, between, quote);
    if (value === "" || REFERENCE.test(value) || (isWord && value.startsWith("-"))) return [];
    // A text such as "token: expired" is part of a sentence, and not a secret.
    if (isColon && quote === undefined && !/[^a-z.,;)]/.test(value)) return [];
    // If PWD is the shell's variable, its value is a path. In a connection string, the value of PWD is a password.
    if (isWorkingDirectory && /^[./~\\]/.test(value)) return [];
    return [{ what: `the value of ${name}`, start, end: start + value.length }];
  });
}

const UNQUOTED = /(?:\\(?!["'])|[^\s"'\\])*/y;
/** Matches an unquoted value in JSON, such as a number. */
const UNQUOTED_JSON = /[^\s"'\\,}\]]*/y;
/** Matches the content of an XML element. */
const CONTENT = /[^<]*/y;

/** Returns the value that begins at `start` and ends before the closing quote, or before the next space. */
function valueAt(text: string, start: number, between: string, quote: string | undefined): string {
  if (quote !== undefined) {
    const end = quote.length > 1 ? text.indexOf(quote, start) : endOfQuoted(text, start, quote);
    return text.slice(start, end === -1 ? undefined : end);
  }
  const form = between === ">" ? CONTENT : /["'].*:/.test(between) ? UNQUOTED_JSON : UNQUOTED;
  form.lastIndex = start;
  return form.exec(text)?.[0] ?? "";
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** Returns whether a text contains a secret. */
export const hasSecret = (text: string): boolean => secretsIn(text).length > 0;

/** Replaces each secret in a text by the text `instead`. */
export function withoutSecrets(text: string, instead: string): string {
  const found = [...secretsIn(text)].sort((a, b) => a.start - b.start || b.end - a.end);
  let clean = "";
  let at = 0;
  for (const { start, end } of found) {
    if (end <= at) continue;
    clean += start < at ? "" : text.slice(at, start) + instead;
    at = end;
  }
  return clean + text.slice(at);
}

/**
 * Returns the indexes of a command's words that contain a secret. The word after an option such as `--password`
 * can be a secret, whatever its form is.
 *
 * @param words the words of the command; a container gets them as a list
 */
export function secretWordsOf(words: readonly string[]): readonly number[] {
  const line = words.join(" ");
  if (!mayHoldSecret(line)) return [];
  const found = secretsIn(line);
  let end = -1;
  return words.flatMap((word, index) => {
    const start = end + 1;
    end = start + word.length;
    const [, flag = ""] = /^--?([\w.-]+)$/.exec(words[index - 1] ?? "") ?? [];
    const isNamed = isSecretName(flag) && word !== "" && !word.startsWith("-") && !REFERENCE.test(word);
    return isNamed || found.some((it) => it.start < end && it.end > start) ? [index] : [];
  });
}
