import { RESOURCES, type WrittenRow } from "./index";
import { MADE_BY_AWS } from "./made-by-aws";
import type { GoesWith, Left, Row } from "./row";

type Written = WrittenRow | (typeof MADE_BY_AWS)[number];

type Listed<Entry> = Entry extends {
  readonly aws: infer Name;
  readonly left: { readonly lists: readonly [string, ...string[]] };
}
  ? Name
  : never;

/** AWS's name of each type that the inventory lists: the reader of each is in `src/inventory/`. */
export type ListedType = Listed<Written>;

type Swept<Entry> = Entry extends { readonly aws: infer Name; readonly left: { readonly swept: true } } ? Name : never;

/** AWS's name of each type that a sweep removes: the call for each is in `src/sweep/remove.ts`. */
export type SweptType = Swept<Written>;

/** What the inventory and the sweep have to know of a type that is listed by itself. */
type Inventoried = Pick<Row, "arns" | "aws" | "named"> & { readonly left: Exclude<Left, GoesWith> };

/** Of every type that is listed by itself. Several with one name are removed in one way, so that their order says nothing. */
export const INVENTORIED: readonly Inventoried[] = [...Object.values(RESOURCES), ...MADE_BY_AWS].flatMap(({ aws, arns, named, left }) =>
  "goesWith" in left ? [] : [{ aws, arns, named, left }],
);
