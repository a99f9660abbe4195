import type { InventoryType } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { readArn } from "../naming/arn";
import { INVENTORIED } from "../resources/inventoried";

/** Divides an ARN into its service, its type, and `service:type` as the key of `TYPES`. The ARNs of some services have no type. */
function partsOf(arn: string): readonly [service: string, type: string, known: string] {
  const { service = "", resource = "" } = readArn(arn) ?? {};
  const [type = "", ...id] = resource.split(/[:/]/);
  return [service, type, `${service}:${id.length > 0 ? type : ""}`];
}

/**
 * AWS's name of each type, by the beginning of the type's ARNs. If the ARNs of several types have the same beginning, the map contains
 * the type that comes first in src/resources: this type is a whole resource, and the other types are parts of such a resource.
 */
const TYPES = new Map(
  INVENTORIED.flatMap(({ aws, arns }) =>
    arns.slice(0, 1).map((arn) => [partsOf(arn)[2], aws] as const),
  ).reverse(),
);

/** The type of ECS tasks. The sweep does not list tasks, because they are deleted with their cluster. */
const TASK = "ECS task";

/**
 * The type of the resource with an ARN.
 *
 * @returns AWS's name of the type, or `service type` for an unknown type. To find out whether the resource still exists, look into the
 *   inventory's list of the type `existsBy`: for an ECS task its cluster's type, for every other known type the type itself
 */
export function typeOf(arn: string): { readonly type: string; readonly existsBy?: InventoryType } {
  const [service, type, beginning] = partsOf(arn);
  const known = TYPES.get(beginning);
  if (known === undefined) return { type: `${service} ${type}` };
  return { type: known, existsBy: known === TASK ? "ECS cluster" : (known as InventoryType) };
}

/** Converts the ARN of an ECS task into the ARN of its cluster. Other ARNs stay as they are. */
export const holderOf = (arn: string): string => arn.replace(/:task\/([^/]+)\/[^/]+$/, ":cluster/$1");

/** Whether an ARN belongs to an item of the same type. */
export function isArnOf(arn: string, { id, arn: own }: Item): boolean {
  const { resource = "" } = readArn(arn) ?? {};
  const untyped = resource.replace(/^[^:/]*[:/]/, "");
  return [arn, resource, untyped, `/${untyped}`].includes(id) || arn === own; // the slash begins a parameter's name, and its ARN does not repeat it
}
