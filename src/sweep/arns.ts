import type { InventoryType } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { readArn } from "../naming/arn";
import { INVENTORIED } from "../resources/inventoried";

/** Returns an ARN's service, its type, and the key of `TYPES`: `service:type`, or `service:` for services whose ARNs have no type. */
function partsOf(arn: string): readonly [service: string, type: string, known: string] {
  const { service = "", resource = "" } = readArn(arn) ?? {};
  const [type = "", ...id] = resource.split(/[:/]/);
  return [service, type, `${service}:${id.length > 0 ? type : ""}`];
}

/**
 * AWS's name of each type, by the service and type in its ARNs. If several types have the same service and type in their ARNs, the map
 * contains the type that comes first in src/resources/: this type is a whole resource, and the other types are parts of such a resource.
 */
const TYPES = new Map(
  INVENTORIED.flatMap(({ aws, arns }) =>
    arns.slice(0, 1).map((arn) => [partsOf(arn)[2], aws] as const),
  ).reverse(),
);

/** AWS's name of ECS tasks. The sweep does not list tasks, because they are deleted with their cluster. */
const TASK = "ECS task";

/**
 * Returns the type of the resource with an ARN.
 *
 * @returns `type`: AWS's name of the type, or `service type` for an unknown type. `existsBy`: the type whose items in the inventory show
 *   whether the resource still exists. For an ECS task this is the cluster, for every other known type the type itself
 */
export function typeOf(arn: string): { readonly type: string; readonly existsBy?: InventoryType } {
  const [service, type, beginning] = partsOf(arn);
  const known = TYPES.get(beginning);
  if (known === undefined) return { type: `${service} ${type}` };
  return { type: known, existsBy: known === TASK ? "ECS cluster" : (known as InventoryType) };
}

/** Converts the ARN of an ECS task into the ARN of its cluster. Other ARNs stay as they are. */
export const holderOf = (arn: string): string => arn.replace(/:task\/([^/]+)\/[^/]+$/, ":cluster/$1");

/** Returns whether an ARN is the ARN of an item. The caller has checked that the ARN and the item have the same type. */
export function isArnOf(arn: string, { id, arn: own }: Item): boolean {
  const { resource = "" } = readArn(arn) ?? {};
  const untyped = resource.replace(/^[^:/]*[:/]/, "");
  return [arn, resource, untyped, `/${untyped}`].includes(id) || arn === own; // a parameter's name begins with a slash, which its ARN omits
}
