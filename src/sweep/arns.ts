import type { InventoryType } from "../inventory/inventory";
import type { Item } from "../inventory/item";
import { readArn } from "../naming/arn";
import { INVENTORIED } from "../resources/inventoried";

/**
 * Returns an ARN's service, its type, and the key under which `TYPES` contains the type: `service:type`. If ARNs of the service have no
 * type, the key is `service:`.
 */
function partsOf(arn: string): readonly [service: string, type: string, known: string] {
  const { service = "", resource = "" } = readArn(arn) ?? {};
  const [type = "", ...id] = resource.split(/[:/]/);
  return [service, type, `${service}:${id.length > 0 ? type : ""}`];
}

/**
 * AWS's names of the resource types, such as `SNS topic`. The key of a name consists of the service and the type in an ARN, such as
 * `ecs:cluster`. If several resource types have the same key, the map contains the name of the type that comes first in src/resources/. For
 * example, SNS topics and SNS subscriptions have the key `sns:`, and the map contains `SNS topic`.
 */
const TYPES = new Map(
  INVENTORIED.flatMap(({ aws, arns }) =>
    arns.slice(0, 1).map((arn) => [partsOf(arn)[2], aws] as const),
  ).reverse(),
);

/** The resource type `ECS task`. The sweep does not list ECS tasks, because ECS tasks are deleted with their cluster. */
const TASK = "ECS task";

/**
 * Returns the type of the resource that an ARN identifies.
 *
 * @returns the field `type`, with AWS's name of the type. If this project does not know the type, the field contains the service and the
 * type as they stand in the ARN. The result also has the field `existsBy`, the type to list in order to see whether the resource still
 * exists. For an ECS task, it is `ECS cluster`, because tasks are deleted with their cluster. For any other known type, it equals `type`.
 * For a type that this project does not know, it is undefined
 */
export function typeOf(arn: string): { readonly type: string; readonly existsBy?: InventoryType } {
  const [service, type, beginning] = partsOf(arn);
  const known = TYPES.get(beginning);
  if (known === undefined) return { type: `${service} ${type}` };
  return { type: known, existsBy: known === TASK ? "ECS cluster" : (known as InventoryType) };
}

/** Converts the ARN of an ECS task into the ARN of the task's cluster. Other ARNs are not changed. */
export const holderOf = (arn: string): string => arn.replace(/:task\/([^/]+)\/[^/]+$/, ":cluster/$1");

/** Returns whether an ARN belongs to an item. The caller has already checked that the ARN and the item have the same type. */
export function isArnOf(arn: string, { id, arn: own }: Item): boolean {
  const { resource = "" } = readArn(arn) ?? {};
  const untyped = resource.replace(/^[^:/]*[:/]/, "");
  return [arn, resource, untyped, `/${untyped}`].includes(id) || arn === own; // an SSM parameter's name begins with "/", its ARN does not
}
