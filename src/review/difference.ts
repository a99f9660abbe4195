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

/**
 * A changed value of a resource. `before` is undefined if the value does not exist before the apply. `after` is undefined if the value does
 * not exist after the apply.
 */
export interface Difference {
  /** The path of the value, such as `forward[0].weight`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All changes of a resource. Each changed value is in exactly one of the three lists. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /**
   * Paths of values whose planned text differs from the current text, but has the same meaning. Examples are two empty values (`null`,
   * `""`, `[]`, `{}`), a JSON document with other spaces, and a set in another order.
   */
  readonly alike: readonly string[];
  /** Paths of values that a reader does not need: `id`, which every resource has, and `tags_all`, which repeats `tags`. */
  readonly repeated: readonly string[];
}

export const UNKNOWN = "(known after apply)";

/** The text that a review shows in the place of a whole JSON document. The values in the document are compared one by one. */
export const DOCUMENT = "(a document)";

/**
 * The text that a review shows in the place of a block without values, such as `allow {}`. Such a block has a meaning although it is empty.
 */
const BLOCK = "(a block)";

/** Returns the name of the attribute at the beginning of a path. For example, it is `forward` for the path `forward[0].weight`. */
export const nameOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? "";

/** Returns whether a value is absent, false or 0. A provider may return such a value for an attribute that nobody has set. */
export const isUnset = (value: string | undefined): boolean => [undefined, "false", "0"].includes(value);

/**
 * Returns the changed values of a resource, including values in JSON documents. It omits the changes that {@link Comparison} lists as
 * `alike` or `repeated`.
 */
export const differences = (change: Change): readonly Difference[] => compare(change).differences;

/** A cache of the comparisons, because each section of a review compares the same changes. */
const compared = new WeakMap<Change, Comparison>();

/**
 * Compares a resource's values before the apply with its values after the apply. The result contains every changed value, including changed
 * values in JSON documents. {@link Comparison} describes the three lists of the result.
 */
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
    // For an existing resource, a change in `tags_all` is kept: if `tags` does not change, the provider's default tags have changed.
    (path.startsWith("tags_all.") && (before === null || after === null));
  return {
    differences: walk.differences
      .filter((it) => !isRepeated(it))
      .map((it) => (it.path === "" ? { ...it, path: "(all of it)" } : it)),
    alike: walk.alike,
    repeated: walk.differences.filter(isRepeated).map(({ path }) => path),
  };
}

/** Compares two values and all their parts, one by one. For each difference, it adds an entry to one of its two lists. */
class Walk {
  public readonly differences: Difference[] = [];
  public readonly alike: string[] = [];

  /**
   * @param at says where the value is:
   *   - `isItem` is true if the value is an item of a list. A list item that is an object without values is a Terraform block. The addition
   *     or removal of such a block is reported.
   *   - `isLone` is true if the object or list around the value is added or removed as a whole. In this case, an empty value (such
   *     as `null`, `""`, `[]` or `{}`) is reported only if the value is an item of a list.
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
    // If a value is a JSON document in a text, the text is parsed here, only once.
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
      // One value is a text, and the other value is a number or truth value, such as "1" and 1.
      this.differences.push({ path, before: JSON.stringify(before), after: JSON.stringify(after) });
    }
  }

  /**
   * Compares the order of list items that have names. If only the order changes, the changed order goes into `differences`. If anything
   * else in the list changes too, the changed order is treated as a change without a meaning, and goes into `alike`. The reason is that
   * the list can be a Terraform set. In a set, a changed value of an item can change the order of all items.
   */
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
 * Returns the parts of two values that have to be compared. If both values are lists of texts, and their common items have the same order,
 * the function returns only the items that are in one of the lists and not in the other. If it returned all items, the removal of one item
 * would make all later items look changed, because their indexes change.
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

/** The texts that a review shows in the place of a value. If a real value has the same text, the review shows it in quotation marks. */
const STAND_INS: readonly string[] = [UNKNOWN, DOCUMENT, BLOCK];

function scalar(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && STAND_INS.includes(text) ? JSON.stringify(text) : text;
}

/** Returns a value as text. For a value with parts, it returns the text {@link DOCUMENT}, because the parts are compared one by one. */
function wordsOf(value: Json | undefined): string | undefined {
  const document = parseDocument(value) ?? value;
  return scalar(document) ?? (isBare(document) ? undefined : DOCUMENT);
}
