import type { Item } from "../inventory/item";
import { INVENTORIED } from "../resources/inventoried";

const LEFT = new Map(INVENTORIED.map(({ aws, left }) => [aws, left]));

/** How it is removed by hand: a command for a shell, or what it is and what to do. */
export function byHand(item: Item): string {
  const { type, id, unread } = item;
  if (unread !== undefined)
    return `${type} ${id}: by who may read it, unless it waits for its deletion already`;
  const quoted = /^[\w.:/@-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  const text = LEFT.get(type)?.byHand({ ...item, id: quoted }) ?? "by the service that has it";
  return text.startsWith("aws ") ? text : `${type} ${id}: ${text}`;
}

/** Why it may still be there. */
export function whyLeft({ type, state, unread }: Item): string {
  if (unread !== undefined) return `its tags name the environment, and AWS tells no more: ${unread}`;
  if (type === "RDS cluster snapshot" && state === "automated") return "kept with the automated backup";
  return LEFT.get(type)?.why ?? "destroy ended half-way, or it was made by hand";
}
