/** A token of a pattern: one character of a set, or any number of such characters. */
interface Token {
  readonly takes: RegExp | string;
  readonly repeats: boolean;
}

const tokensOfArn = (arn: string): Token[] =>
  [...arn].map((character) =>
    character === "*" ? { takes: /^.$/, repeats: true } : { takes: character, repeats: false },
  );

/**
 * Divides AWS's format of an ARN into tokens. A placeholder stands for at least one character. Only the last placeholder may contain the
 * separators `:` and `/`, and a bucket's name contains no slash.
 */
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
 * Whether a `Resource` of a policy, with its wildcards, can match the ARN of a resource with a given format.
 *
 * @param arn a policy's `Resource`
 * @param format AWS's format of a resource type, such as `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`
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
