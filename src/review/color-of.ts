import { COLORS, type Color } from "../naming/color";
import type { PerColor } from "../release/controller/color";
import { RESOURCES, type Row } from "../resources";
import { attribute, isObject, type ResourceChange } from "./terraform-plan";

/** The colors' shares of the requests, and the environment's suffix. {@link colorOf} needs the suffix to recognize a resource's color. */
export interface Shares {
  readonly suffix: string;
  /** The share of the requests that each color gets, in percent. Undefined if the shares are not known. */
  readonly shares: PerColor<number> | undefined;
}

/**
 * Returns the color to which a resource belongs. The function looks for the color in the resource's name in AWS, or in the name of the
 * resource's owner. For example, the owner of a scaling policy is an ECS service. The row of the resource type in `src/resources/` lists
 * the possible names. The words "blue" and "green" in a Terraform address or in the environment's suffix do not count. Returns undefined if
 * the resource belongs to neither color, or if no row lists names for the resource type.
 */
export function colorOf({ type, change }: ResourceChange, suffix: string): Color | undefined {
  const named = (RESOURCES as Readonly<Record<string, Row>>)[type]?.named;
  if (named === undefined || !("names" in named)) return undefined;
  const resource = change.before ?? change.after;
  const values = isObject(resource) ? Object.keys(resource).map((it) => attribute(resource, it)) : [];
  // The second argument, the account id, is empty, because no name of a color's resource contains it.
  const name = named.names(suffix, "").find((it) => values.includes(it));
  return COLORS.find((color) => name?.endsWith(`-${color}-${suffix}`));
}
