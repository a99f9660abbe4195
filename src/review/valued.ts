import { shorten } from "../terminal/printable";
import { type Difference, UNKNOWN } from "./difference";
import { data, type Text, text } from "./text";

/** More characters of a value say nothing more in a sentence; the details have all of it. */
const LONGEST = 120;

/** A value before or after, in a sentence. */
export const valued = (value: string | undefined): Text =>
  value === undefined
    ? text`nothing`
    : value === UNKNOWN
      ? text`${UNKNOWN}`
      : text`${data(shorten(value, LONGEST))}`;

/** What a value was and what it becomes, in a sentence. */
export const described = ({ path, before, after }: Difference): Text =>
  text`${data(path)}: ${valued(before)} → ${valued(after)}`;
