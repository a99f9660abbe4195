import { partsOf } from "./parts";
import { REDACTED } from "./redact";
import { type Change, isObject, isSame, type Json, parseDocument } from "./terraform-plan";

/** The text that a review shows in the place of a changed secret's new value. */
const ANOTHER = "(another sensitive value)";

/** Returns whether a value of a review is hidden, as a whole or in part, because it is a secret. */
export const isHidden = (value = ""): boolean => [REDACTED, ANOTHER].some((it) => value.includes(it));

/**
 * Marks each secret whose value changes. Without the mark, the review would show the same words in the place of both values, and the secret
 * would look unchanged.
 *
 * @param shown the change as the review shows it, with its secrets removed
 * @param whole the same change with its secrets
 */
export const tellingSecretsApart = (shown: Change, whole: Change): Change => ({
  ...shown,
  after: apart([shown.before, shown.after], [whole.before, whole.after]) ?? null,
});

type Pair = readonly [before: Json | undefined, after: Json | undefined];

/**
 * Returns the new value without its secrets. If a part of the value looks unchanged only because its secrets were removed, the returned
 * part contains the text {@link ANOTHER} in the place of each removed secret. The first argument contains the old and the new value without
 * secrets. The second argument contains the same two values with secrets.
 */
function apart([was, becomes]: Pair, [before, after]: Pair): Json | undefined {
  // If the shown value equals the plan's value, no part of it is a removed secret.
  if (becomes === undefined || becomes === after || isSame(before, after)) return becomes;
  const [document, inside] = [parseDocument(becomes), parseDocument(after)];
  if (document !== undefined && inside !== undefined) {
    const told = apart([parseDocument(was), document], [parseDocument(before), inside]);
    return isSame(told, document) ? becomes : JSON.stringify(told);
  }
  if (typeof becomes === "string") return was === becomes ? becomes.replaceAll(REDACTED, ANOTHER) : becomes;
  // List items are paired by their names, in the same way as in `difference.ts`.
  const earlier = partsOf(was);
  const told = [...partsOf(becomes)].map(([part, { value, index }]) => {
    const old = earlier.get(part);
    const secret = old && at(before, old.index);
    return [index, apart([old?.value, value], [secret, at(after, index)]) ?? null] as const;
  });
  if (Array.isArray(becomes)) return told.map(([, value]) => value);
  return isObject(becomes) ? Object.fromEntries(told) : becomes;
}

const at = (value: Json | undefined, key: string | number): Json | undefined =>
  Array.isArray(value) ? (value[Number(key)] as Json) : isObject(value) ? value[key] : undefined;
