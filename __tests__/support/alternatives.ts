/** A pattern without one of its alternatives. */
interface Reduced {
  readonly without: string;
  readonly pattern: RegExp;
}

/** Escaped characters, character classes, and the brackets and bars of groups. */
const TOKENS = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[|)]/g;

/**
 * Returns a pattern in all forms that lack one alternative: `(a|b)` without `a` and without `b`, and `(a)?` without `a` and without the
 * possibility that `a` is missing. A list of examples covers all of a pattern only if each form matches fewer of the examples.
 */
export function reducedForms({ source, flags }: RegExp): Reduced[] {
  const reduced: Reduced[] = [];
  const leaveOut = (start: number, end: number, instead: string) =>
    reduced.push({
      without: source.slice(start, end),
      pattern: new RegExp(`${source.slice(0, start)}${instead}${source.slice(end)}`, flags),
    });
  const close = (starts: readonly number[], end: number) => {
    const isOptional = source[end + 1] === "?";
    if (starts.length > 1 || isOptional) {
      for (const [index, start] of starts.entries())
        leaveOut(start, (starts[index + 1] ?? end + 1) - 1, "(?!)");
    }
    if (isOptional) leaveOut(end + 1, end + 2, "");
  };
  const open: number[][] = [[0]];
  for (const { 0: token, index } of source.matchAll(TOKENS)) {
    if (token.startsWith("(")) open.push([index + token.length]);
    else if (token === "|") open.at(-1)?.push(index + 1);
    else if (token === ")") close(open.pop() ?? [], index);
  }
  close(open.pop() ?? [], source.length);
  return reduced;
}
