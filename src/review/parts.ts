import { printable } from "../terminal/printable";
import { isObject, type Json, parseDocument } from "./terraform-plan";

/** The parts of a value, by a key in the form `.name`, `[name]` or `[0]`. */
export type Parts = ReadonlyMap<string, { readonly value: Json; readonly index: number | string }>;

export function partsOf(value: Json | undefined): Parts {
  const document = parseDocument(value) ?? value;
  if (Array.isArray(document)) {
    const names = namesOf(document);
    return new Map(document.map((item, index) => [`[${names?.[index] ?? index}]`, { value: item, index }]));
  }
  if (!isObject(document)) return new Map();
  return new Map(Object.entries(document).map(([key, value]) => [`.${key}`, { value, index: key }]));
}

export function below(path: string, part: string): string {
  const inside = part.startsWith("[") ? `[${plain(part.slice(1, -1))}]` : `.${plain(part.slice(1))}`;
  return path === "" ? inside.replace(/^\./, "") : path + inside;
}

/** A string, number or boolean as text; `undefined` for an empty value and for a value with parts. */
export function textOf(value: Json | undefined): string | undefined {
  if (isAbsent(value) || value === "" || typeof value === "object") return undefined;
  if (typeof value !== "string") return JSON.stringify(value);
  return parseDocument(value) === undefined ? value : undefined;
}

export const isAbsent = (value: Json | undefined): value is null | undefined =>
  value === null || value === undefined;

/** Whether a value is null, an empty string or an empty list. */
export const isEmpty = (value: Json | undefined): boolean =>
  isAbsent(value) || value === "" || (Array.isArray(value) && value.length === 0);

/** Whether neither a value nor any of its parts is a text, a number, a boolean or a block. */
export const isBare = (value: Json | undefined): boolean =>
  textOf(value) === undefined &&
  [...partsOf(value)].every(
    ([part, it]) => isBare(it.value) && !(part.startsWith("[") && isObject(it.value)),
  );

/** Whether a value is a block without values, so that only its presence in a list has a meaning. */
export const isBlock = (value: Json | undefined): boolean => isObject(value) && isBare(value);

export const hasUnknown = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));

/** The keys of the parts that a plan leaves out because they are known only after the apply. */
export function unknownParts(unknown: Json | undefined, becomes: Parts): string[] {
  if (typeof unknown !== "object" || unknown === null) return [];
  return Object.keys(unknown)
    .filter((key) => hasUnknown(unknownAt(unknown, key)))
    .filter((key) => !Array.isArray(unknown) || Number(key) >= becomes.size)
    .map((key) => (Array.isArray(unknown) ? `[${key}]` : `.${key}`));
}

export const unknownAt = (unknown: Json | undefined, index: number | string): Json | undefined => {
  if (Array.isArray(unknown)) return unknown[Number.parseInt(String(index), 10)];
  return isObject(unknown) ? unknown[index] : undefined;
};

/**
 * A name as a part of a path. A name with special characters is URL-encoded, so that it contains no Markdown and no line breaks.
 */
const plain = (name: string) =>
  /^[\w.:/@+= -]+$/.test(name) ? name : encodeURIComponent(name.replace(/\p{Cs}/gu, printable));

/**
 * The names of a list's items, if each item has a different name; `undefined` otherwise. Items with names are compared by their
 * names, so that an added item does not make the later items look changed.
 */
function namesOf(items: readonly Json[]): string[] | undefined {
  const areQueries = items.every((item) => isObject(item) && "expression" in item && "metric" in item);
  // An id is a name only in an alarm's queries, which refer to each other by their ids. Elsewhere it is an ordinary value.
  for (const key of areQueries ? ["id"] : ["name", "Sid"]) {
    const names = items.map((item) => (isObject(item) ? item[key] : undefined));
    if (
      names.every((name): name is string => typeof name === "string") &&
      new Set(names).size === names.length
    ) {
      return names;
    }
  }
  return undefined;
}
