import type { Item } from "../inventory/item";
import { INVENTORIED } from "../resources/inventoried";
import { shellWord } from "../terminal/shell-word";

const LEFT = new Map(INVENTORIED.map(({ aws, left }) => [aws, left]));

/** Returns how a person can delete an item: a shell command, or a description. */
export function byHand(item: Item): string {
  const { type, id, unread } = item;
  if (unread !== undefined)
    return `${type} ${id}: delete the key with a role that may read it; if the key is pending deletion already, nothing is left to do`;
  const text =
    LEFT.get(type)?.byHand({ ...item, id: shellWord(id) }) ?? "delete it in the console of its AWS service";
  return text.startsWith("aws ") ? text : `${type} ${id}: ${text}`;
}

/**
 * Returns a possible reason why an item still exists.
 *
 * @param remembered the deleted items that AWS still lists. For a snapshot, these items show whether its KMS key is pending deletion
 */
export function whyLeft(item: Item, remembered: readonly Item[] = []): string {
  const { type, unread } = item;
  if (unread !== undefined) return `its tags name the environment, but its details cannot be read: ${unread}`;
  if (type === "RDS cluster snapshot") return `${whySnapshot(item)}${untilWhen(item, remembered)}`;
  return LEFT.get(type)?.why ?? "destroy failed half-way, or somebody created it by hand";
}

function whySnapshot({ id, state }: Item): string {
  if (state === "automated") return "AWS keeps it with the automated backup";
  return id.startsWith("aurora-final-snapshot-")
    ? "the final snapshot, because database.finalSnapshot is on"
    : "somebody took this snapshot by hand";
}

/**
 * Describes until when a snapshot can be restored. To restore the snapshot, AWS needs the snapshot's KMS key. If the key is pending
 * deletion, somebody has to cancel the deletion first.
 * https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
function untilWhen({ key }: Item, remembered: readonly Item[]): string {
  if (key === undefined) return "";
  const dying = remembered.find((it) => it.type === "KMS key" && key.endsWith(`/${it.id}`));
  return dying === undefined
    ? `; can be restored as long as its key ${key} exists`
    : `; its key ${dying.id} is pending deletion: to restore the snapshot, cancel the key's deletion before ${dying.remembered?.until ?? "the key is deleted"} (aws kms cancel-key-deletion, then enable-key)`;
}
