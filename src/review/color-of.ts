import { COLORS, type Color } from "../naming/color";
import type { PerColor } from "../release/controller/color";
import { RESOURCES, type Row } from "../resources";
import { attribute, isObject, type ResourceChange } from "./terraform-plan";

/** What tells how many requests meet a resource. */
export interface Shares {
  readonly suffix: string;
  /** Each color's share of the requests, in percent; nothing where that is not known. */
  readonly shares: PerColor<number> | undefined;
}

/**
 * Whose color a resource is, by the name that AWS knows it by, as its row has it: its own, or that of what it belongs to. An
 * address or a suffix in which a color's word stands says nothing. Nothing where it is of neither, or its type has no name.
 */
export function colorOf({ type, change }: ResourceChange, suffix: string): Color | undefined {
  const named = (RESOURCES as Readonly<Record<string, Row>>)[type]?.named;
  if (named === undefined || !("names" in named)) return undefined;
  const resource = change.before ?? change.after;
  const values = isObject(resource) ? Object.keys(resource).map((it) => attribute(resource, it)) : [];
  // No name that has a color has the account's number.
  const name = named.names(suffix, "").find((it) => values.includes(it));
  return COLORS.find((color) => name?.endsWith(`-${color}-${suffix}`));
}
