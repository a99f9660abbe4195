import { partsOf } from "./parts";
import { REDACTED } from "./redact";
import { type Change, isObject, isSame, type Json, parseDocument } from "./terraform-plan";

/** Stands for a secret whose value changes. */
const ANOTHER = "(another sensitive value)";

/**
 * Marks each secret whose value changes: the old value and the new one are hidden by the same words, and would look the same.
 *
 * @param shown the change without its secrets
 * @param whole the change with them
 */
export const tellingSecretsApart = (shown: Change, whole: Change): Change => ({
  ...shown,
  after: apart([shown.before, shown.after], [whole.before, whole.after]) ?? null,
});

type Pair = readonly [before: Json | undefined, after: Json | undefined];

/** The value after the change, as it is shown. */
function apart([was, becomes]: Pair, [before, after]: Pair): Json | undefined {
  // A value that is shown as the plan has it hides no secret.
  if (becomes === undefined || becomes === after || isSame(before, after)) return becomes;
  const [document, inside] = [parseDocument(becomes), parseDocument(after)];
  if (document !== undefined && inside !== undefined) {
    const told = apart([parseDocument(was), document], [parseDocument(before), inside]);
    return isSame(told, document) ? becomes : JSON.stringify(told);
  }
  if (typeof becomes === "string") return was === becomes ? becomes.replaceAll(REDACTED, ANOTHER) : becomes;
  // Items of a list are paired by their names, as the later comparison does.
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
