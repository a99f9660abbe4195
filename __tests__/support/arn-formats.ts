/** One character of a pattern, or any number of them. */
interface Token {
  readonly takes: RegExp | string;
  readonly repeats: boolean;
}

const tokensOfArn = (arn: string): Token[] =>
  [...arn].map((character) =>
    character === "*" ? { takes: /^.$/, repeats: true } : { takes: character, repeats: false },
  );

/** A placeholder is at least one character; only the last may hold AWS's separators, and a bucket's name no slash. */
function tokensOfFormat(format: string): Token[] {
  const parts = format.split(/(\$\{\w+\})/).filter((part) => part !== "");
  return parts.flatMap((part, index): Token[] => {
    if (!part.startsWith("${")) return [...part].map((takes) => ({ takes, repeats: false }));
    const isLast = index === parts.length - 1;
    const takes = part.includes("Bucket") ? /^[^:/]$/ : isLast ? /^.$/ : /^[^:]$/;
    return [
      { takes, repeats: false },
      { takes, repeats: true },
    ];
  });
}

const agree = (one: Token["takes"], other: Token["takes"]) =>
  typeof one === "string"
    ? typeof other === "string"
      ? one === other
      : other.test(one)
    : typeof other !== "string" || one.test(other);

/**
 * Whether some resource has both an ARN that a policy's `Resource` covers, wildcards included, and the format of a
 * resource type, such as `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`.
 */
export function fits(arn: string, format: string): boolean {
  const [ours, theirs] = [tokensOfArn(arn), tokensOfFormat(format)];
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (theirs.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [our, their] = [ours[i], theirs[j]];
    const met =
      our === undefined && their === undefined
        ? true
        : (our?.repeats === true && from(i + 1, j)) ||
          (their?.repeats === true && from(i, j + 1)) ||
          (our !== undefined &&
            their !== undefined &&
            agree(our.takes, their.takes) &&
            !(our.repeats && their.repeats) &&
            from(our.repeats ? i : i + 1, their.repeats ? j : j + 1));
    known.set(key, met);
    return met;
  };
  return from(0, 0);
}
