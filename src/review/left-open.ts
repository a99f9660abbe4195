import { attributesOf } from "../resources";
import type { Configuration } from "./configuration";
import { differences, nameOf, UNKNOWN } from "./difference";
import type { Weakened } from "./section";
import { actionOf, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

/**
 * Returns changed values that protect something and are known only after the apply. The review reports them, because a reader cannot see
 * whether the protection remains.
 */
export function leftOpen(change: ResourceChange, configuration: Configuration): Weakened[] {
  const { before } = change.change;
  const action = actionOf(change);
  if (before === null || (action !== "update" && action !== "replace")) return [];
  const { weak, opens, parts, retention } = attributesOf(change.type);
  return differences(change.change).flatMap(({ path, before: was, after }) => {
    const name = nameOf(path);
    if (was === undefined || after !== UNKNOWN || !configuration.governs(change.address, name)) return [];
    const isPart = parts.some((it) => it.test(path));
    if (!(path in weak || path in opens || isPart || retention?.test(path))) return [];
    // Two kinds of values are not reported: a value that already protects least, and a reference to a replaced resource, because it will
    // refer to the new resource.
    if (was === weak[path]?.toString() || was === opens[path]?.value.toString()) return [];
    if (configuration.plannedAsToday(change, name).value === was) return [];
    const what = text`${data(path)} was ${data(was)}, and its new value is known only after the apply`;
    return [{ before: was, after, what }];
  });
}
