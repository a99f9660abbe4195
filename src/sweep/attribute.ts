import type { Item } from "../inventory/item";
import { holderOf, isArnOf, typeOf } from "./arns";
import { environmentNames } from "./names";

export interface Evidence {
  /** All items in the account. */
  readonly items: readonly Item[];
  /** ARNs of resources with the environment's tags, by the tagging API. */
  readonly arns: readonly string[];
  /** Types whose call failed: for these only the tagging API gives an answer. */
  readonly unanswered?: ReadonlySet<string>;
}

/** Whether the item exists, beyond being remembered by AWS. */
export const exists = ({ remembered }: Item): boolean => remembered === undefined;

/**
 * The environment's items in the account, each once: by the tags where AWS lists them, else by the whole name, else by the
 * tagging API. The tagging API lists deleted resources for hours, so the answer of the resource's own service counts more.
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
        remembered: isGone ? { state: "gone, still in the tagging API" } : undefined,
      });
    } else if (listed.suffix === undefined || listed.suffix === suffix) {
      found.add(listed);
    }
  }
  return [...found].sort((one, other) => `${one.type} ${one.id}`.localeCompare(`${other.type} ${other.id}`));
}
