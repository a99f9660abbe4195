import type { Answer } from "./answer";

/** A piece of a pattern: one character, any single character, any text, or unknown text. */
interface Piece {
  readonly type: "character" | "one" | "any" | "unknown";
  /** The character, or how the unknown text is written. */
  readonly text: string;
  /** Whether the piece matches no colon. */
  readonly within?: boolean;
}

// A reference of Terraform or a variable of the policy. `${*}`, `${?}` and `${$}` are how a policy writes these characters.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const PIECES = /\$?\$\{([^}]*)\}|[\s\S]/g;
const WILDCARDS: Readonly<Record<string, Piece["type"]>> = { "*": "any", "?": "one" };

/** A text in pieces. */
interface Parsed {
  readonly pieces: readonly Piece[];
  /** The plain characters before the first other piece. */
  readonly prefix: string;
  /** Whether there are only plain characters. */
  readonly isPlain: boolean;
  readonly isKnown: boolean;
}

const parsed = {
  arns: new Map<string, Parsed>(),
  patterns: new Map<string, Parsed>(),
  texts: new Map<string, Parsed>(),
};

/** A pattern, one of ARNs, or a plain text, in which `*` and `?` are characters. */
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

/** Whether some text matches both patterns; with `loose`, unknown text counts as any text, otherwise it equals only itself. */
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

/** Compares two pieces, each of one character or of unknown length. */
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

/** Whether a text has the form of a pattern, in which `*` is any text and `?` any one character. */
export const matches = (text: string, pattern: string): Answer =>
  answerOf(parse(text, "texts"), parse(pattern, "patterns"));

/**
 * Whether an ARN matches a policy's `Resource`. By AWS's page, a wildcard stands for text within a segment, and `*` at the end of
 * a segment also for text beyond the colon. The page does not say that other wildcards never cross a colon, so such a match is
 * unknown here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(arn: string, pattern: string): Answer {
  const within = answerOf(parse(arn, "texts"), parse(pattern, "arns"));
  return within === "no" && matches(arn, pattern) !== "no" ? "unknown" : within;
}

/** Whether two texts are the same, wildcards taken for characters. */
export const equals = (text: string, other: string): Answer =>
  answerOf(parse(text, "texts"), parse(other, "texts"));

/** Whether two patterns match a common text; for ARNs by the wider reading, in which any `*` crosses colons. */
export const overlaps = (pattern: string, other: string): Answer =>
  answerOf(parse(pattern, "patterns"), parse(other, "patterns"));

/** Whether a pattern matches only one text, as far as known here. */
export const isExact = (pattern: string): boolean =>
  parse(pattern, "patterns").pieces.every(({ type }) => type === "character" || type === "unknown");
