import type { Item } from "../inventory/item";
import { holderOf, isArnOf, typeOf } from "./arns";
import { environmentNames } from "./names";

/** The input of {@link attribute}. */
export interface Evidence {
  /** All items (resources) in the account. */
  readonly items: readonly Item[];
  /** The ARNs that the Resource Groups Tagging API returns for the environment's tags. */
  readonly arns: readonly string[];
  /**
   * Types whose items could not be listed, because a call failed. For these types, only the tagging API tells which resources exist.
   *
   * @default - none
   */
  readonly unanswered?: ReadonlySet<string>;
}

/** Returns whether an item exists. If an item is deleted and AWS still lists it, it does not exist. */
export const exists = ({ remembered }: Item): boolean => remembered === undefined;

/**
 * Finds an environment's items in the account:
 * - If AWS's list of items contains the item's environment tag, this tag decides whether the item belongs to the environment.
 * - If AWS's list of items does not contain this tag, the item belongs to the environment in two cases: the item's whole name is one of the
 *   environment's names, or the Resource Groups Tagging API returns the item's ARN. Some of AWS's lists contain no tags.
 *
 * The Resource Groups Tagging API still returns deleted resources for hours. If this API returns a resource, but the resource's own AWS
 * service does not list the resource, the resource is treated as deleted.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function attribute(
  { suffix, accountId }: { readonly suffix: string; readonly accountId: string },
  { items, arns, unanswered = new Set() }: Evidence,
): Item[] {
  const names = environmentNames(suffix, accountId);
  const found = new Set(
    items.filter((item) =>
      item.suffix === undefined
        ? item.name !== undefined && names[item.type]?.includes(item.name)
        : item.suffix === suffix,
    ),
  );
  for (const arn of arns) {
    const { type, existsBy } = typeOf(arn);
    const listed = items.find((item) => item.type === type && isArnOf(arn, item));
    if (listed === undefined) {
      const isGone =
        existsBy !== undefined &&
        !unanswered.has(existsBy) &&
        !items.some((item) => item.type === existsBy && exists(item) && isArnOf(holderOf(arn), item));
      found.add({
        type,
        id: arn,
        remembered: isGone ? { state: "deleted, still in the tagging API" } : undefined,
      });
    } else if (listed.suffix === undefined || listed.suffix === suffix) {
      found.add(listed);
    }
  }
  return [...found].sort((one, other) => `${one.type} ${one.id}`.localeCompare(`${other.type} ${other.id}`));
}
