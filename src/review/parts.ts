import { printable } from "../terminal/printable";
import { isObject, type Json, parseDocument } from "./terraform-plan";

/**
 * The parts of a value. An attribute's key is a dot and the attribute's name, such as `.port`. If {@link namesOf} returns the names of a
 * list's items, an item's key is the item's name in brackets, such as `[blue]`. Otherwise, an item's key is the item's index in brackets,
 * such as `[0]`.
 */
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

/**
 * Returns a string, number or boolean as text. Returns undefined for an empty value, a list, an object, and a JSON document in a string.
 */
export function textOf(value: Json | undefined): string | undefined {
  if (isAbsent(value) || value === "" || typeof value === "object") return undefined;
  if (typeof value !== "string") return JSON.stringify(value);
  return parseDocument(value) === undefined ? value : undefined;
}

export const isAbsent = (value: Json | undefined): value is null | undefined =>
  value === null || value === undefined;

/** Returns whether a value is absent, null, an empty string or an empty list. */
export const isEmpty = (value: Json | undefined): boolean =>
  isAbsent(value) || value === "" || (Array.isArray(value) && value.length === 0);

/** Returns whether a value contains nothing: no text, no number, no boolean, and no block (an object in a list), at any depth. */
export const isBare = (value: Json | undefined): boolean =>
  textOf(value) === undefined &&
  [...partsOf(value)].every(
    ([part, it]) => isBare(it.value) && !(part.startsWith("[") && isObject(it.value)),
  );

/** Returns whether a value is a block without values. Such a block has a meaning although it is empty. */
export const isBlock = (value: Json | undefined): boolean => isObject(value) && isBare(value);

export const hasUnknown = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));

/**
 * Returns the keys of those parts of a value that are not completely known before the apply. If the value is a list, each key is an
 * item's index in brackets, such as `[2]`. The function omits a list item if the item's index is less than the number of items in
 * `becomes`.
 *
 * @param unknown the value in the plan's `after_unknown`
 * @param becomes the parts of the same value in the plan's `after`
 */
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
 * Returns a name as it is written in a path. A name with special characters is URL-encoded, so that it contains no Markdown and no line
 * breaks.
 */
const plain = (name: string) =>
  /^[\w.:/@+= -]+$/.test(name) ? name : encodeURIComponent(name.replace(/\p{Cs}/gu, printable));

/**
 * Returns the names of a list's items, if each item has a different name, and otherwise undefined. The review compares items by their
 * names, so that an added item does not make all later items look changed.
 */
function namesOf(items: readonly Json[]): string[] | undefined {
  const areQueries = items.every((item) => isObject(item) && "expression" in item && "metric" in item);
  // In an alarm's metric queries, the attribute `id` is the name, because the queries refer to each other by it. Elsewhere, `id` is an
  // ordinary value.
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

/**
 * Returns whether a pattern matches a path, or may match a path below it. If a whole block or list is hidden or unknown, the plan contains
 * only the path of the block or list, but the patterns in `src/resources/` match the paths of the values in it. So this function looks
 * whether the pattern contains each name of the path.
 */
export function mayCover(pattern: RegExp, path: string): boolean {
  const names = path.replace(/\[[^\]]*\]/g, "").split(".");
  const contains = (name: string) => /^\w+$/.test(name) && new RegExp(`\\b${name}\\b`).test(pattern.source);
  return pattern.test(path) || names.every(contains);
}
