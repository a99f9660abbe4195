import { printable } from "../terminal/printable";
import { isObject, type Json, parseDocument } from "./terraform-plan";

/** What is inside of a value, by its name or place: `.name`, `[name]` or `[0]`. */
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

/** A text, number or truth value as it is shown; nothing for what is empty or has parts. */
export function textOf(value: Json | undefined): string | undefined {
  if (isAbsent(value) || value === "" || typeof value === "object") return undefined;
  if (typeof value !== "string") return JSON.stringify(value);
  return parseDocument(value) === undefined ? value : undefined;
}

export const isAbsent = (value: Json | undefined): value is null | undefined =>
  value === null || value === undefined;

/** Whether it is nothing, an empty text or an empty list. */
export const isEmpty = (value: Json | undefined): boolean =>
  isAbsent(value) || value === "" || (Array.isArray(value) && value.length === 0);

/** Whether nothing inside of it has a value, and no block stands there. */
export const isBare = (value: Json | undefined): boolean =>
  textOf(value) === undefined &&
  [...partsOf(value)].every(
    ([part, it]) => isBare(it.value) && !(part.startsWith("[") && isObject(it.value)),
  );

/** Whether it says something by standing in a list, and by nothing else. */
export const isBlock = (value: Json | undefined): boolean => isObject(value) && isBare(value);

export const hasUnknown = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));

/** Parts that a plan leaves out because they are not known yet. */
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

/** A name as part of a path, in which nothing is Markdown, or a line of its own. */
const plain = (name: string) =>
  /^[\w.:/@+= -]+$/.test(name) ? name : encodeURIComponent(name.replace(/\p{Cs}/gu, printable));

/** Names of the items where each has one of its own: then one that is added in the middle moves no other. */
function namesOf(items: readonly Json[]): string[] | undefined {
  const areQueries = items.every((item) => isObject(item) && "expression" in item && "metric" in item);
  // The queries of an alarm call one another by their ids; elsewhere an id is a value like others.
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
