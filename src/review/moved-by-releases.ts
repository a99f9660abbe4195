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
 * What was changed outside of Terraform, without the weights that a release moves: the section about traffic speaks of them. All
 * else of the listener, such as another target group or no requests for anybody, is no release's work.
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

/** Weights of all target groups; a release makes them 100. */
const sum = (actions: Json): number =>
  blocksOf(actions)
    .flatMap(groupsOf)
    .reduce((all, { weight }) => all + Number(weight), 0);

/** Actions without weights, and without `order`, which a provider reads back as another number. */
const unweighted = (actions: Json) =>
  blocksOf(actions).map(({ order, forward, ...action }) => ({
    ...action,
    groups: groupsOf({ forward: forward ?? null })
      .map(({ arn }) => String(arn))
      .sort(),
    forward: blocksOf(forward).map(({ target_group, ...rest }) => rest),
  }));
