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
 * Removes the weights that a release has moved from the drift of the listener, because the section about traffic reports the
 * weights. Any other change of the listener, such as another target group or weights that are all 0, was not made by a release and
 * stays in the drift.
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

/** The sum of all target groups' weights. Releases always set a sum of 100. */
const sum = (actions: Json): number =>
  blocksOf(actions)
    .flatMap(groupsOf)
    .reduce((all, { weight }) => all + Number(weight), 0);

/** A listener's actions without their weights, and without `order`, for which the provider reads another number than it wrote. */
const unweighted = (actions: Json) =>
  blocksOf(actions).map(({ order, forward, ...action }) => ({
    ...action,
    groups: groupsOf({ forward: forward ?? null })
      .map(({ arn }) => String(arn))
      .sort(),
    forward: blocksOf(forward).map(({ target_group, ...rest }) => rest),
  }));
