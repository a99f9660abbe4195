import { shorten } from "../terminal/printable";
import { type Difference, UNKNOWN } from "./difference";
import { data, type Text, text } from "./text";

/** The greatest length of a value in a sentence, in characters. The details of the review show the whole value. */
const LONGEST = 120;

/** A value in a sentence; "nothing" if it is absent. */
export const valued = (value: string | undefined, longest = LONGEST): Text =>
  value === undefined
    ? text`nothing`
    : value === UNKNOWN
      ? text`${UNKNOWN}`
      : text`${data(shorten(value, longest))}`;

/**
 * A changed value in a sentence, with its old and its new value.
 *
 * @param options `longest`: the greatest length of each value, in characters
 */
export const described = (
  { path, before, after }: Difference,
  { longest = LONGEST }: { readonly longest?: number } = {},
): Text => text`${data(path)}: ${valued(before, longest)} → ${valued(after, longest)}`;
