import type { Item } from "../inventory/item";
import { holderOf, isArnOf, typeOf } from "./arns";
import { environmentNames } from "./names";

export interface Evidence {
  /** Everything in the account. */
  readonly items: readonly Item[];
  /** What the tagging API says carries the environment's tags. */
  readonly arns: readonly string[];
  /** Types of which AWS did not answer: of them the tagging API is all there is to go by. */
  readonly unanswered?: ReadonlySet<string>;
}

/** Whether AWS does more than remember it. */
export const exists = ({ remembered }: Item): boolean => remembered === undefined;

/**
 * What of the account is the environment's, each once: by its tags where AWS tells them with the list, else by its whole
 * name, else by the tagging API. That API lists what is gone for hours; the service that has it knows better.
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
