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
 * The changes outside of Terraform, without the weights that a release moves: the section about traffic reports those. Any other
 * change of the listener, such as another target group or weights of 0 only, was not made by a release.
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

/** The sum of all target groups' weights; a release always sets a sum of 100. */
const sum = (actions: Json): number =>
  blocksOf(actions)
    .flatMap(groupsOf)
    .reduce((all, { weight }) => all + Number(weight), 0);

/** Actions without weights, and without `order`, which the provider reads back as another number. */
const unweighted = (actions: Json) =>
  blocksOf(actions).map(({ order, forward, ...action }) => ({
    ...action,
    groups: groupsOf({ forward: forward ?? null })
      .map(({ arn }) => String(arn))
      .sort(),
    forward: blocksOf(forward).map(({ target_group, ...rest }) => rest),
  }));
