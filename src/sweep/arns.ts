import type { InventoryType } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { readArn } from "../naming/arn";
import { INVENTORIED } from "../resources/inventoried";

/** Service and type of an ARN; some services' ARNs have no type. */
function partsOf(arn: string): readonly [service: string, type: string, known: string] {
  const { service = "", resource = "" } = readArn(arn) ?? {};
  const [type = "", ...id] = resource.split(/[:/]/);
  return [service, type, `${service}:${id.length > 0 ? type : ""}`];
}

/** AWS's names of types by the beginning of their ARNs, from the last row to the first, so that a resource comes before its parts. */
const TYPES = new Map(
  INVENTORIED.flatMap(({ aws, arns }) =>
    arns.slice(0, 1).map((arn) => [partsOf(arn)[2], aws] as const),
  ).reverse(),
);

/** The sweep does not look for tasks, because they end with their cluster. */
const TASK = "ECS task";

/**
 * The type of an ARN, or `service type` for an unknown one; and the type of the inventory that tells whether the resource still
 * exists.
 */
export function typeOf(arn: string): { readonly type: string; readonly existsBy?: InventoryType } {
  const [service, type, beginning] = partsOf(arn);
  const known = TYPES.get(beginning);
  if (known === undefined) return { type: `${service} ${type}` };
  return { type: known, existsBy: known === TASK ? "ECS cluster" : (known as InventoryType) };
}

/** The ARN of the cluster that a task with its cluster in its ARN runs in; any other ARN as it is. */
export const holderOf = (arn: string): string => arn.replace(/:task\/([^/]+)\/[^/]+$/, ":cluster/$1");

/** Whether an ARN of an item's type is that item's. */
export function isArnOf(arn: string, { id, arn: own }: Item): boolean {
  const { resource = "" } = readArn(arn) ?? {};
  const untyped = resource.replace(/^[^:/]*[:/]/, "");
  return [arn, resource, untyped, `/${untyped}`].includes(id) || arn === own; // a parameter's name begins with a slash of its own
}
