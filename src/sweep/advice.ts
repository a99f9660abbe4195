import type { Item } from "../inventory/item";
import { INVENTORIED } from "../resources/inventoried";
import { shellWord } from "../terminal/shell-word";

const LEFT = new Map(INVENTORIED.map(({ aws, left }) => [aws, left]));

/** How a person deletes the item: a shell command, or a description of the item and the way. */
export function byHand(item: Item): string {
  const { type, id, unread } = item;
  if (unread !== undefined)
    return `${type} ${id}: by who may read it, unless it waits for its deletion already`;
  const text = LEFT.get(type)?.byHand({ ...item, id: shellWord(id) }) ?? "by the service that has it";
  return text.startsWith("aws ") ? text : `${type} ${id}: ${text}`;
}

/** Why the item may still exist. @param remembered the items that AWS only remembers: the key of a snapshot may be among them */
export function whyLeft(item: Item, remembered: readonly Item[] = []): string {
  const { type, unread } = item;
  if (unread !== undefined) return `its tags name the environment, and AWS tells no more: ${unread}`;
  if (type === "RDS cluster snapshot") return `${whySnapshot(item)}${untilWhen(item, remembered)}`;
  return LEFT.get(type)?.why ?? "destroy ended half-way, or it was made by hand";
}

function whySnapshot({ id, state }: Item): string {
  if (state === "automated") return "kept with the automated backup";
  return id.startsWith("aurora-final-snapshot-")
    ? "the last snapshot, as database.finalSnapshot asked"
    : "somebody took it";
}

/** A snapshot can be restored for as long as its key is there. */
function untilWhen({ key }: Item, remembered: readonly Item[]): string {
  if (key === undefined) return "";
  const dying = remembered.find((it) => it.type === "KMS key" && key.endsWith(`/${it.id}`));
  return dying === undefined
    ? `; can be restored while its key ${key} is there`
    : `; cannot be restored after ${dying.remembered?.until ?? "the deletion of its key"}: its key ${dying.id} is pending deletion`;
}
