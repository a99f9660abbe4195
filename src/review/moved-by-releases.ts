import { isDeepStrictEqual } from "node:util";
import { LISTENER } from "./routes";
import {
  type Attributes,
  attribute,
  blocksOf,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";

/**
 * Removes changed traffic weights from the listener's drift (its changes outside of Terraform), if a release may have changed them. The
 * section about traffic reports these weights. All other changes remain in the drift, for example another target group or weights that are
 * all 0, because no release makes such changes.
 */
export function withoutWeights(resource: ResourceChange): ResourceChange {
  const { before, after } = resource.change;
  if (resource.address !== LISTENER || !isObject(before) || !isObject(after)) return resource;
  const { default_action: was = null } = before;
  const { default_action: becomes = null } = after;
  const isRelease = sum(becomes) === 100 && isDeepStrictEqual(unweighted(was), unweighted(becomes));
  if (!isRelease) return resource;
  return { ...resource, change: { ...resource.change, after: { ...after, default_action: was } } };
}

const groupsOf = (action: Attributes) =>
  blocksOf(action.forward).flatMap((it) => blocksOf(attribute(it, "target_group")));

/** Returns the sum of the weights of all target groups. Releases always set weights with the sum 100. */
const sum = (actions: Json): number =>
  blocksOf(actions)
    .flatMap(groupsOf)
    .reduce((all, { weight }) => all + Number(weight), 0);

/**
 * Returns a listener's actions without their weights and without `order`. The `order` is omitted, because the provider reads another number
 * than it wrote.
 */
const unweighted = (actions: Json) =>
  blocksOf(actions).map(({ order, forward, ...action }) => ({
    ...action,
    groups: groupsOf({ forward: forward ?? null })
      .map(({ arn }) => String(arn))
      .sort(),
    forward: blocksOf(forward).map(({ target_group, ...rest }) => rest),
  }));
