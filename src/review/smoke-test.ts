import { isIn, isWorld } from "../cidr";
import { COLORS } from "../naming/color";
import { COLOR_HEADER } from "../settings/smoke-test";
import type { Configuration } from "./configuration";
import { forwardingOf } from "./forwarding";
import {
  type Attributes,
  attribute,
  blocksOf,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";

/**
 * Returns whether a listener rule is only for smoke tests, like the rules of the setting `smokeTestCidrBlocks`. Such a rule lets clients at
 * certain IP addresses choose a color by a header. It has to satisfy three conditions:
 * - It requires one color in the header.
 * - It requires source IP addresses, and these are not all IP addresses.
 * - It forwards only to the target group of that color.
 */
export function isSmokeTest(rule: Attributes, suffix: string): boolean {
  const conditions = blocksOf(rule.condition);
  const values = (field: string, isMeant: (of: Attributes) => boolean = () => true) =>
    conditions.flatMap((it) =>
      blocksOf(it[field])
        .filter(isMeant)
        .flatMap(({ values: all }) => (Array.isArray(all) ? all.map(String) : [])),
    );
  const named = values("http_header", (it) => it.http_header_name === COLOR_HEADER);
  const color = COLORS.find((it) => named.length === 1 && named[0] === it);
  const sources = values("source_ip");
  return (
    color !== undefined &&
    sources.length > 0 &&
    sources.every((it) => isIn(it.split("/")[0] ?? "", it) === true && !isWorld(it)) &&
    blocksOf(rule.action).length === 1 &&
    forwardingOf(rule.action, suffix)?.shares[color] === 100
  );
}

/**
 * Returns a listener rule, completed with its target group. If the same plan creates the target group, the group's ARN is known only after
 * the apply. The function then uses the group's name from the configuration.
 */
export function withTarget(rule: ResourceChange, configuration: Configuration): ResourceChange {
  const { after } = rule.change;
  const [planned, ...further] = blocksOf(attribute(after, "action"));
  const [configured = {}] = blocksOf(configuration.attributes(rule.address).action);
  const [, group] = /^\$\{(aws_lb_target_group\.\w+)\.arn\}$/.exec(String(configured.target_group_arn)) ?? [];
  const name = group && configuration.attributes(group).name;
  if (!isObject(after) || planned === undefined || further.length > 0 || typeof name !== "string")
    return rule;
  if (typeof planned.target_group_arn === "string") return rule;
  const action: Json = [{ ...planned, target_group_arn: `:targetgroup/${name}/` }];
  return { ...rule, change: { ...rule.change, after: { ...after, action } } };
}
