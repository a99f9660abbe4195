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

/** AWS's names of the resource types that the inventory lists. `src/inventory/` has a reader for each resource type. */
export type ListedType = Listed<Written>;

type Swept<Entry> = Entry extends { readonly aws: infer Name; readonly left: { readonly swept: true } } ? Name : never;

/** AWS's names of the resource types that a sweep removes. `src/sweep/remove.ts` has the API call for each resource type. */
export type SweptType = Swept<Written>;

/** The facts about a resource type that the inventory and the sweep need. */
type Inventoried = Pick<Row, "arns" | "aws" | "named"> & { readonly left: Exclude<Left, GoesWith> };

/**
 * The facts about every resource type that the inventory lists. Several Terraform resource types may have the same AWS name. The order of
 * these types does not matter, because a sweep removes all of them in the same way.
 */
export const INVENTORIED: readonly Inventoried[] = [...Object.values(RESOURCES), ...MADE_BY_AWS].flatMap(({ aws, arns, named, left }) =>
  "goesWith" in left ? [] : [{ aws, arns, named, left }],
);
