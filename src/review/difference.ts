import { type Change, isObject, type Json, parseDocument } from "./terraform-plan";

/** One value of a resource that changes; `undefined`: not there. */
export interface Difference {
  /** Such as `forward[0].weight`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export const UNKNOWN = "(known after apply)";

/** Stands for a document that is taken apart elsewhere. */
export const DOCUMENT = "(a document)";

/** Stands for a block without values, such as `allow {}`: that it is there is all that it says. */
const BLOCK = "(a block)";

/** Repeated in every resource; of one that stays, other default tags are what changes. */
const isNoise = (path: string, { before, after }: Change) =>
  path === "id" ||
  path === "tags_all" ||
  (path.startsWith("tags_all.") && (before === null || after === null));

/** Every value that a change changes, documents inside of texts taken apart. */
export function differences(change: Change): Difference[] {
  const { before, after, after_unknown } = change;
  const was = flatten(before);
  const becomes = flatten(after);
  const unknown = [...flatten(after_unknown)].flatMap(([path, is]) => (is === "true" ? [path] : []));
  for (const path of unknown) {
    const parts = [...was.keys()].filter((key) => isWithin(key, path));
    // What the provider fills in by itself says nothing about this change.
    if (parts.length === 0) continue;
    for (const part of parts) if (part !== path) was.delete(part);
    was.set(path, was.get(path) ?? DOCUMENT);
    becomes.set(path, UNKNOWN);
  }
  const paths = [...new Set([...was.keys(), ...becomes.keys(), ...unknown])];
  // One that is filled before or after is told by its values, one of a resource that comes or goes by the resource.
  const isFilled = (path: string) => paths.some((it) => it !== path && isWithin(it, path));
  const isTold = (path: string) =>
    [was.get(path), becomes.get(path)].includes(BLOCK) &&
    (before === null || after === null || isFilled(path));
  return paths
    .filter((path) => !isNoise(path, change) && was.get(path) !== becomes.get(path))
    .filter((path) => !isTold(path))
    .map((path) => ({ path, before: was.get(path), after: becomes.get(path) }));
}

const isWithin = (path: string, whole: string) =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);

/** The values of an attribute tree by their paths; empty ones but blocks count as absent, as the provider itself mixes them. */
function flatten(value: Json | undefined, path = "", into = new Map<string, string>()): Map<string, string> {
  const document = parseDocument(value) ?? value;
  if (Array.isArray(document)) {
    const names = namesOf(document);
    document.forEach((item, index) => {
      const at = `${path}[${names?.[index] ?? index}]`;
      const { size } = into;
      flatten(item, at, into);
      if (isObject(item) && into.size === size) into.set(at, BLOCK);
    });
  } else if (isObject(document)) {
    for (const [key, item] of Object.entries(document)) {
      flatten(item, path ? `${path}.${plain(key)}` : plain(key), into);
    }
  } else if (document !== null && document !== undefined && document !== "") {
    into.set(path, typeof document === "string" ? document : JSON.stringify(document));
  }
  return into;
}

/** A name as part of a path, in which nothing is Markdown, or a line of its own. */
const plain = (name: string) => (/^[\w.:/@+= -]+$/.test(name) ? name : encodeURIComponent(name));

/** Names of the items where each has one of its own: then one that is added in the middle moves no other. */
function namesOf(items: readonly Json[]): string[] | undefined {
  for (const key of ["name", "Sid"]) {
    const names = items.map((item) => (isObject(item) ? item[key] : undefined));
    if (names.every((name) => typeof name === "string") && new Set(names).size === names.length) {
      return names.map(plain);
    }
  }
  return undefined;
}
