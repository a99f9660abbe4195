import { attributesOf } from "../resources";
import { isHidden } from "./changed-secrets";
import type { Configuration } from "./configuration";
import { DOCUMENT, differences, nameOf, UNKNOWN } from "./difference";
import { mayCover } from "./parts";
import type { Weakened } from "./section";
import { actionOf, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

/**
 * Returns changed values that protect something, and that are known only after the apply or hidden as sensitive values. The review reports
 * them, because a reader cannot see whether the protection remains. For a new resource, it reports only values that can make it public.
 */
export function leftOpen(change: ResourceChange, configuration: Configuration): Weakened[] {
  const isNew = change.change.before === null;
  if (!["create", "update", "replace"].includes(actionOf(change))) return [];
  const { weak, opens, admits, parts, retention } = attributesOf(change.type);
  const opening = Object.keys(opens).filter((it) => !isNew || !opens[it]?.isUsual);
  return differences(change.change).flatMap(({ path, before: was, after }) => {
    const name = nameOf(path);
    const hidden = isHidden(after);
    if (!hidden && (after !== UNKNOWN || !configuration.governs(change.address, name))) return [];
    const isIn = (listed: string) =>
      listed === path || listed.startsWith(`${path}.`) || listed.startsWith(`${path}[`);
    // The section about exposure has a finding about each single value, but not about a whole block or list that is hidden.
    const mayAdmit = hidden && admits.some((it) => !it.test(path) && mayCover(it, path));
    const mayOpen = mayAdmit || opening.some(isIn);
    const mayDelete = retention !== undefined && mayCover(retention, path);
    // The section about safeguards already has a finding about a single part that is hidden.
    const isPart = parts.some((it) =>
      hidden ? !it.test(path) && mayCover(it, path) : it.test(path) && was !== undefined,
    );
    const mayWeaken = Object.keys(weak).some(isIn) && !(path in weak && was === undefined);
    if (!mayOpen && (isNew || !(mayDelete || isPart || mayWeaken))) return [];
    // Two kinds of values are not reported: a value that already protects least, and a reference to a replaced resource, because it will
    // refer to the new resource.
    if (was !== undefined && [weak[path], opens[path]?.value].some((it) => it?.toString() === was)) return [];
    if (was !== undefined && !hidden && configuration.plannedAsToday(change, name).value === was) return [];
    const how = hidden ? text`hidden as a sensitive value` : text`known only after the apply`;
    const what =
      was === undefined || was === DOCUMENT
        ? text`${data(path)} gets a value that is ${how}`
        : text`${data(path)} was ${data(was)}, and its new value is ${how}`;
    return [{ before: was, after, what }];
  });
}
