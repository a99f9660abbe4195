import type { Answer } from "./answer";

/** A piece of a pattern: a given character, any single character (`one`), any text (`any`), or text that synth cannot know (`unknown`). */
interface Piece {
  readonly type: "character" | "one" | "any" | "unknown";
  /** For unknown text: the Terraform reference or the policy variable. For every other piece: its character, such as `a` or `*`. */
  readonly text: string;
  /** True if the piece is a wildcard that matches no colon. */
  readonly within?: boolean;
}

// Matches a Terraform reference, a policy variable, or a single character. In a policy, `${*}`, `${?}` and `${$}` stand for the
// characters themselves.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const PIECES = /\$?\$\{([^}]*)\}|[\s\S]/g;
const WILDCARDS: Readonly<Record<string, Piece["type"]>> = { "*": "any", "?": "one" };

/** A text, divided into pieces. */
interface Parsed {
  readonly pieces: readonly Piece[];
  /**
   * The characters before the first piece that is not a plain character. If all pieces are plain characters, `prefix` contains all
   * characters of the text.
   */
  readonly prefix: string;
  /** True if all pieces are plain characters. */
  readonly isPlain: boolean;
  /** True if no piece is unknown text. */
  readonly isKnown: boolean;
}

const parsed = {
  arns: new Map<string, Parsed>(),
  patterns: new Map<string, Parsed>(),
  texts: new Map<string, Parsed>(),
};

/**
 * Divides a text into pieces. The parameter `as` says how the characters `*` and `?` are parsed.
 * - `arns`: `*` and `?` are wildcards that match no colon. But a `*` before a colon or at the end of the text matches colons too.
 * - `patterns`: `*` and `?` are wildcards that match colons too.
 * - `texts`: `*` and `?` are plain characters.
 */
function parse(text: string, as: keyof typeof parsed): Parsed {
  const found = parsed[as].get(text);
  if (found !== undefined) return found;
  const pieces = [...text.matchAll(PIECES)].map((match) => {
    const made = piece(match, as !== "texts");
    const isWildcard = made.type === "any" || made.type === "one";
    return as === "arns" && isWildcard && !/^\*+(:|$)/.test(text.slice(match.index))
      ? { ...made, within: true }
      : made;
  });
  const end = pieces.findIndex(({ type }) => type !== "character");
  const prefix = (end === -1 ? pieces : pieces.slice(0, end)).map((it) => it.text).join("");
  const made = {
    pieces,
    prefix,
    isPlain: end === -1,
    isKnown: pieces.every(({ type }) => type !== "unknown"),
  };
  parsed[as].set(text, made);
  return made;
}

function piece([text, name]: RegExpExecArray, wildcards: boolean): Piece {
  if (name === undefined) {
    return { type: (wildcards ? WILDCARDS[text] : undefined) ?? "character", text };
  }
  return /^[*?$]$/.test(name) ? { type: "character", text: name } : { type: "unknown", text };
}

/**
 * Returns whether there is a text that matches both patterns. A piece of the type `unknown` is a Terraform reference or a policy variable.
 * If `loose` is true, a piece of this type matches any text. If `loose` is false, a piece of this type matches two kinds of pieces: pieces
 * of the type `any`, and pieces of the type `unknown` with the same reference or variable.
 */
function meet(a: readonly Piece[], b: readonly Piece[], loose: boolean): boolean {
  const repeats = (it: Piece | undefined) => it?.type === "any" || (loose && it?.type === "unknown");
  const takes = (it: Piece | undefined, other: Piece | undefined) =>
    repeats(it) && other !== undefined && !(it?.within && other.text === ":");
  const failed = new Set<number>();
  const from = (i: number, j: number): boolean => {
    let [x, y] = [a[i], b[j]];
    while (x !== undefined && y !== undefined && !repeats(x) && !repeats(y)) {
      if (!agree(x, y)) return false;
      [x, y] = [a[++i], b[++j]];
    }
    const key = i * (b.length + 1) + j;
    if (failed.has(key)) return false;
    const met =
      (x === undefined && y === undefined) ||
      (repeats(x) && from(i + 1, j)) ||
      (repeats(y) && from(i, j + 1)) ||
      (takes(x, y) && from(i, j + 1)) ||
      (takes(y, x) && from(i + 1, j));
    if (!met) failed.add(key);
    return met;
  };
  return from(0, 0);
}

/** Returns whether two pieces match. A piece of unknown text matches only a piece with the same Terraform reference or policy variable. */
function agree(x: Piece, y: Piece): boolean {
  if (x.type === "unknown" || y.type === "unknown") return x.type === y.type && x.text === y.text;
  const isFor = (one: Piece, other: Piece) => one.type === "one" && !(one.within && other.text === ":");
  return isFor(x, y) || isFor(y, x) || x.text === y.text;
}

function answerOf(a: Parsed, b: Parsed): Answer {
  if (!a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix)) return "no";
  if (a.isPlain && b.isPlain) return a.prefix === b.prefix ? "yes" : "no";
  if (meet(a.pieces, b.pieces, false)) return "yes";
  return (a.isKnown && b.isKnown) || !meet(a.pieces, b.pieces, true) ? "no" : "unknown";
}

/** Returns whether a text matches a pattern. In the pattern, `*` stands for any text, and `?` stands for any single character. */
export const matches = (text: string, pattern: string): Answer =>
  answerOf(parse(text, "texts"), parse(pattern, "patterns"));

/**
 * Returns whether an ARN matches the `Resource` element of a policy. Colons divide an ARN into segments. According to AWS's page, a
 * wildcard matches text within a segment, and a `*` at the end of a segment also matches colons and the text after them. The page does not
 * say whether two other wildcards match a colon: a `?`, and a `*` that is not at the end of a segment. If the ARN matches under the
 * assumption that these two wildcards match colons, but does not match without this assumption, the answer is `unknown`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(arn: string, pattern: string): Answer {
  const within = answerOf(parse(arn, "texts"), parse(pattern, "arns"));
  return within === "no" && matches(arn, pattern) !== "no" ? "unknown" : within;
}

/** Returns whether two texts are the same. The characters `*` and `?` are no wildcards here. */
export const equals = (text: string, other: string): Answer =>
  answerOf(parse(text, "texts"), parse(other, "texts"));

/** Returns whether some text matches both patterns. Every `*` matches colons too, even in patterns for ARNs. */
export const overlaps = (pattern: string, other: string): Answer =>
  answerOf(parse(pattern, "patterns"), parse(other, "patterns"));

/** Returns whether a pattern contains no wildcards. Such a pattern matches only a single text. */
export const isExact = (pattern: string): boolean =>
  parse(pattern, "patterns").pieces.every(({ type }) => type === "character" || type === "unknown");
