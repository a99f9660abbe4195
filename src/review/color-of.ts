import { COLORS, type Color } from "../naming/color";
import type { PerColor } from "../release/controller/color";
import { RESOURCES, type Row } from "../resources";
import { attribute, isObject, type ResourceChange } from "./terraform-plan";

/** The colors' shares of the requests, and the suffix that is needed to recognize the color of a resource by its name. */
export interface Shares {
  readonly suffix: string;
  /** Each color's share of the requests, in percent; `undefined` where the shares are not known. */
  readonly shares: PerColor<number> | undefined;
}

/**
 * The color that a resource belongs to. The color is read from the resource's name in AWS, or from the name of the resource that
 * owns it, such as the service of a scaling policy. The possible names come from the type's row in `src/resources/`. The words
 * "blue" and "green" in an address or in a suffix do not count. `undefined` for a resource of neither color, and for a resource
 * type without a name.
 */
export function colorOf({ type, change }: ResourceChange, suffix: string): Color | undefined {
  const named = (RESOURCES as Readonly<Record<string, Row>>)[type]?.named;
  if (named === undefined || !("names" in named)) return undefined;
  const resource = change.before ?? change.after;
  const values = isObject(resource) ? Object.keys(resource).map((it) => attribute(resource, it)) : [];
  // The account number is left empty, because no name of a color's resource contains it.
  const name = named.names(suffix, "").find((it) => values.includes(it));
  return COLORS.find((color) => name?.endsWith(`-${color}-${suffix}`));
}
