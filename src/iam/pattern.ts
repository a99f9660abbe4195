import type { Answer } from "./answer";

/** One character, one character of any kind, any text, or text that is not known here. */
interface Piece {
  readonly type: "character" | "one" | "any" | "unknown";
  /** The character, or how the unknown text is written. */
  readonly text: string;
}

// A reference of Terraform or a variable of the policy. `${*}`, `${?}` and `${$}` are how a policy writes these characters.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const PIECES = /\$?\$\{([^}]*)\}|[\s\S]/g;
const WILDCARDS: Readonly<Record<string, Piece["type"]>> = { "*": "any", "?": "one" };

const known = new Map<string, readonly Piece[]>();

/** The pieces of a pattern; of plain text, in which `*` and `?` are characters, where `wildcards` is false. */
function pieces(text: string, wildcards: boolean): readonly Piece[] {
  const key = `${wildcards} ${text}`;
  const found = known.get(key) ?? [...text.matchAll(PIECES)].map((match) => piece(match, wildcards));
  known.set(key, found);
  return found;
}

function piece([text, name]: RegExpExecArray, wildcards: boolean): Piece {
  if (name === undefined) {
    return { type: (wildcards ? WILDCARDS[text] : undefined) ?? "character", text };
  }
  return /^[*?$]$/.test(name) ? { type: "character", text: name } : { type: "unknown", text };
}

/** Whether some text is of both; `loose` takes what is unknown for any text, otherwise it equals only itself. */
function meet(a: readonly Piece[], b: readonly Piece[], loose: boolean): boolean {
  const repeats = (it: Piece | undefined) => it?.type === "any" || (loose && it?.type === "unknown");
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
      (repeats(x) && (from(i + 1, j) || (y !== undefined && from(i, j + 1)))) ||
      (repeats(y) && (from(i, j + 1) || (x !== undefined && from(i + 1, j))));
    if (!met) failed.add(key);
    return met;
  };
  return from(0, 0);
}

/** Of two pieces of one character each, or of unknown length. */
function agree(x: Piece, y: Piece): boolean {
  if (x.type === "unknown" || y.type === "unknown") return x.type === y.type && x.text === y.text;
  return x.type === "one" || y.type === "one" || x.text === y.text;
}

function answerOf(a: readonly Piece[], b: readonly Piece[]): Answer {
  if (meet(a, b, false)) return "yes";
  const isKnown = ![...a, ...b].some(({ type }) => type === "unknown");
  return isKnown || !meet(a, b, true) ? "no" : "unknown";
}

/** Whether a text has the form of a pattern, in which `*` is any text and `?` any one character. */
export const matches = (text: string, pattern: string): Answer =>
  answerOf(pieces(text, false), pieces(pattern, true));

/** Whether two texts are the same, wildcards taken for characters. */
export const equals = (text: string, other: string): Answer =>
  answerOf(pieces(text, false), pieces(other, false));

/** Whether a pattern reaches anything that another pattern reaches. */
export const overlaps = (pattern: string, other: string): Answer =>
  answerOf(pieces(pattern, true), pieces(other, true));

/** Whether a pattern names one thing only, as far as it is known here. */
export const isExact = (pattern: string): boolean =>
  pieces(pattern, true).every(({ type }) => type === "character" || type === "unknown");
