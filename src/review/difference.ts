import {
  below,
  hasUnknown,
  isAbsent,
  isBare,
  isBlock,
  type Parts,
  partsOf,
  textOf,
  unknownAt,
  unknownParts,
} from "./parts";
import { type Change, isSame, type Json, parseDocument } from "./terraform-plan";

/** One value of a resource that changes; `undefined` where the value is absent. */
export interface Difference {
  /** Such as `forward[0].weight`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All changes of a resource: each changed value stands in one of the three lists. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Paths where only the spelling changes: of an empty value (`null`, `""`, `[]`, `{}`), of a document, or of a list's order. */
  readonly alike: readonly string[];
  /** Paths that only repeat something: `id`, which every resource has, and `tags_all`, which repeats `tags`. */
  readonly repeated: readonly string[];
}

export const UNKNOWN = "(known after apply)";

/** Stands for a document whose values are compared one by one elsewhere. */
export const DOCUMENT = "(a document)";

/** Stands for a block without values, such as `allow {}`, of which only the presence matters. */
const BLOCK = "(a block)";

/** The attribute that a path begins with. */
export const nameOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? "";

/** Whether a value is what a provider reads back where nothing is set. */
export const isUnset = (value: string | undefined): boolean => [undefined, "false", "0"].includes(value);

/** Every changed value, also those inside of documents; see {@link compare} for what is left out. */
export const differences = (change: Change): readonly Difference[] => compare(change).differences;

/** Kept because each section of a review compares the same changes. */
const compared = new WeakMap<Change, Comparison>();

/** Every changed value, also those inside of documents; and the paths of changes that tell a reader nothing. */
export function compare(change: Change): Comparison {
  const comparison = compared.get(change) ?? sideBySide(change);
  compared.set(change, comparison);
  return comparison;
}

function sideBySide(change: Change): Comparison {
  const { before, after, after_unknown } = change;
  const walk = new Walk();
  walk.compare("", before, after, after_unknown, { isItem: false, isLone: false });
  const isRepeated = ({ path, after: becomes }: Difference) =>
    (path === "id" && (becomes === UNKNOWN || before === null || after === null)) ||
    (path === "tags_all" && becomes === UNKNOWN) ||
    // In a resource that stays, a change of `tags_all` alone is a change of the default tags.
    (path.startsWith("tags_all.") && (before === null || after === null));
  return {
    differences: walk.differences
      .filter((it) => !isRepeated(it))
      .map((it) => (it.path === "" ? { ...it, path: "(all of it)" } : it)),
    alike: walk.alike,
    repeated: walk.differences.filter(isRepeated).map(({ path }) => path),
  };
}

/** Goes through two values side by side, and notes something wherever they differ: each level sees to that. */
class Walk {
  public readonly differences: Difference[] = [];
  public readonly alike: string[] = [];

  /**
   * @param at the value's place: an object in a list (`isItem`) is a block; an empty value below a part that one side lacks
   * (`isLone`) needs no line of its own
   */
  public compare(
    path: string,
    before: Json | undefined,
    after: Json | undefined,
    unknown: Json | undefined,
    at: { readonly isItem: boolean; readonly isLone: boolean },
  ): void {
    if (unknown === true) {
      this.differences.push({ path, before: wordsOf(before), after: UNKNOWN });
      return;
    }
    const open = hasUnknown(unknown);
    if (!open && isSame(before, after)) return;
    // Each document is parsed only once.
    const [left, right] = [before, after].map((it) => parseDocument(it) ?? it);
    const bare = isBare(left) && isBare(right);
    if (!open && at.isLone && bare && !at.isItem) return;
    if (!open && bare && at.isItem && isBlock(left) !== isBlock(right)) {
      const [was, becomes] = [left, right].map((it) => (isBlock(it) ? BLOCK : undefined));
      this.differences.push({ path, before: was, after: becomes });
      return;
    }
    const noted = this.noted;
    this.scalars(path, left, right);
    const [was, becomes] = open ? [partsOf(left), partsOf(right)] : unlike(left, right);
    const isLone = isAbsent(before) || isAbsent(after);
    for (const part of new Set([...was.keys(), ...becomes.keys(), ...unknownParts(unknown, becomes)])) {
      this.compare(
        below(path, part),
        was.get(part)?.value,
        becomes.get(part)?.value,
        unknownAt(unknown, becomes.get(part)?.index ?? part.slice(1)),
        { isItem: part.startsWith("["), isLone },
      );
    }
    this.order(path, was, becomes, this.noted > noted);
    if (this.noted === noted && path !== "") this.alike.push(path);
  }

  private get noted(): number {
    return this.differences.length + this.alike.length;
  }

  private scalars(path: string, before: Json | undefined, after: Json | undefined): void {
    const [was, becomes] = [scalar(before), scalar(after)];
    if (was !== becomes) {
      this.differences.push({ path, before: was, after: becomes });
    } else if (was !== undefined && typeof before !== typeof after) {
      // The text "1" and the number 1.
      this.differences.push({ path, before: JSON.stringify(before), after: JSON.stringify(after) });
    }
  }

  /** Items that have names have an order too. The order of a set follows from its items, so it says nothing where the items change. */
  private order(path: string, was: Parts, becomes: Parts, isChanged: boolean): void {
    const [left, right] = [
      [...was.keys()].filter((part) => becomes.has(part)),
      [...becomes.keys()].filter((part) => was.has(part)),
    ];
    if (!left.some((part, index) => part.startsWith("[") && part !== right[index])) return;
    const words = (parts: readonly string[]) =>
      `in the order ${parts.map((it) => it.slice(1, -1)).join(", ")}`;
    if (isChanged) this.alike.push(`${path} (its order)`);
    else this.differences.push({ path, before: words(left), after: words(right) });
  }
}

/**
 * The parts of two values. Of two lists of texts in the same order, only the items that the other list lacks: an item whose
 * neighbour was removed has another number, and is the same item.
 */
function unlike(before: Json | undefined, after: Json | undefined): [Parts, Parts] {
  const whole = [partsOf(before), partsOf(after)] as const;
  if (!Array.isArray(before) || !Array.isArray(after)) return [...whole];
  const shared = (list: readonly Json[], other: readonly Json[]) => list.filter((it) => other.includes(it));
  const areTexts = [before, after].every(
    (list) => list.every((it) => typeof it === "string") && new Set(list).size === list.length,
  );
  if (!areTexts || !isSame(shared(before, after), shared(after, before))) return [...whole];
  const without = (parts: Parts, other: readonly Json[]): Parts =>
    new Map([...parts].filter(([, { value }]) => !other.includes(value)));
  return [without(whole[0], after), without(whole[1], before)];
}

/** Texts that stand for something else; a value that happens to be the same text is quoted. */
const STAND_INS: readonly string[] = [UNKNOWN, DOCUMENT, BLOCK];

function scalar(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && STAND_INS.includes(text) ? JSON.stringify(text) : text;
}

/** A changed value in words; the parts of a value that has parts are compared elsewhere. */
function wordsOf(value: Json | undefined): string | undefined {
  const document = parseDocument(value) ?? value;
  return scalar(document) ?? (isBare(document) ? undefined : DOCUMENT);
}
