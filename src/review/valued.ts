import { shorten } from "../terminal/printable";
import { type Difference, UNKNOWN } from "./difference";
import { data, type Text, text } from "./text";

/** The longest value in a sentence, in characters; the details show the whole value. */
const LONGEST = 120;

/** A value before or after, in a sentence. */
export const valued = (value: string | undefined, longest = LONGEST): Text =>
  value === undefined
    ? text`nothing`
    : value === UNKNOWN
      ? text`${UNKNOWN}`
      : text`${data(shorten(value, longest))}`;

/** What a value was and what it becomes, in a sentence. @param longest characters of a value */
export const described = (
  { path, before, after }: Difference,
  { longest = LONGEST }: { readonly longest?: number } = {},
): Text => text`${data(path)}: ${valued(before, longest)} → ${valued(after, longest)}`;
