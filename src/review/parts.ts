import { printable } from "../terminal/printable";
import { isObject, type Json, parseDocument } from "./terraform-plan";

/** The parts of a value, by name or index: `.name`, `[name]` or `[0]`. */
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

/** A string, number or boolean as it is shown; `undefined` for an empty value and for one with parts. */
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

/** Whether a value contains no other value and no block. */
export const isBare = (value: Json | undefined): boolean =>
  textOf(value) === undefined &&
  [...partsOf(value)].every(
    ([part, it]) => isBare(it.value) && !(part.startsWith("[") && isObject(it.value)),
  );

/** Whether a value is a block without values, whose presence in a list is all that it says. */
export const isBlock = (value: Json | undefined): boolean => isObject(value) && isBare(value);

export const hasUnknown = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));

/** The parts that a plan leaves out because they are known only after the apply. */
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

/** A name as a part of a path, without Markdown and without line breaks. */
const plain = (name: string) =>
  /^[\w.:/@+= -]+$/.test(name) ? name : encodeURIComponent(name.replace(/\p{Cs}/gu, printable));

/** The items' names, where each item has a name of its own: an item that is added in the middle then moves no other. */
function namesOf(items: readonly Json[]): string[] | undefined {
  const areQueries = items.every((item) => isObject(item) && "expression" in item && "metric" in item);
  // Only the queries of an alarm refer to one another by their ids; elsewhere an id is a value like any other.
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
