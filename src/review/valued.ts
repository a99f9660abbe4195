import { shorten } from "../terminal/printable";
import { type Difference, UNKNOWN } from "./difference";
import { data, type Text, text } from "./text";

/** The maximum length of a value in a sentence, in characters. The part "Every change" of the review shows longer values. */
const LONGEST = 120;

/** Returns a value as a part of a sentence. If the value is absent, the text is "nothing". */
export const valued = (value: string | undefined, longest = LONGEST): Text =>
  value === undefined
    ? text`nothing`
    : value === UNKNOWN
      ? text`${UNKNOWN}`
      : text`${data(shorten(value, longest))}`;

/**
 * Returns a changed value as a part of a sentence, such as "port: 80 → 8080".
 *
 * @param options `longest` is the maximum length of each value, in characters
 */
export const described = (
  { path, before, after }: Difference,
  { longest = LONGEST }: { readonly longest?: number } = {},
): Text => text`${data(path)}: ${valued(before, longest)} → ${valued(after, longest)}`;
