import { isWorld } from "../cidr";
import { connection, isOfConnection } from "./exposure";
import { type Finding, type ReviewInput, warning } from "./section";
import {
  type Attributes,
  actionOf,
  attribute,
  blocksOf,
  goesAway,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";
import { data, text } from "./text";

/**
 * A warning about a connection that a rule of a security group allows before the plan, and that no rule of the group allows after it.
 *
 * @param when which values of the group's other rules are used: AWS's present values (`before`), or the planned values (`after`)
 */
export function closedConnection(
  resource: ResourceChange,
  when: "after" | "before",
  { changes, configuration }: Pick<ReviewInput, "changes" | "configuration">,
): Finding[] {
  const { address, type, change } = resource;
  const { before, after, after_unknown } = change;
  if (!isOfConnection(type, "ip_protocol") || !isObject(before)) return [];
  const { rules, goingGroups, ports } = connectionsOf(changes, when);
  // A security group that is destroyed or replaced has a finding of its own, so its rules get no finding.
  const isSaid = ["security_group_id", "referenced_security_group_id"].some((name) =>
    goingGroups.has(before[name] ?? null),
  );
  if (isSaid) return [];
  const isLeftOpen = PEERS.some((name) => attribute(after_unknown, name) === true);
  // A security group or prefix list of the rule is replaced. The rule then refers to the new one, so the connection stays possible.
  if (after !== null && isLeftOpen) return [];
  const others = (rules.get(groupOf(type, before)) ?? []).filter((it) => isSameWay(it, before));
  if (others.some((it) => isWithin(before, it)) || isMoved(before, others, ports)) return [];
  const { from, to, on } = connection(resource, before, configuration, changes);
  return [
    warning(
      text`${data(address)}: connections from ${from} to ${to} on ${on} are no longer possible: make sure first that nothing uses them`,
      { address },
    ),
  ];
}

/** Tables for looking up the connections of a plan. */
interface Connections {
  /** Rules of security groups, by the rule's type and security group. */
  readonly rules: ReadonlyMap<string, readonly Attributes[]>;
  /** Ids of the security groups that the plan destroys or replaces. */
  readonly goingGroups: ReadonlySet<Json>;
  /** Container ports of the services after the plan. */
  readonly ports: ReadonlySet<Json | undefined>;
}

const groupOf = (type: string, rule: Attributes): string => `${type} ${rule.security_group_id}`;

/**
 * The tables, by the list of changes that they were built from. They are built only once for each list, because a plan of 11,000
 * resources may have thousands of rules. They never become stale, because a list of changes is never modified.
 */
const LOOKED_THROUGH = {
  before: new WeakMap<readonly ResourceChange[], Connections>(),
  after: new WeakMap<readonly ResourceChange[], Connections>(),
};

function connectionsOf(changes: readonly ResourceChange[], when: "after" | "before"): Connections {
  const found = LOOKED_THROUGH[when].get(changes);
  if (found !== undefined) return found;
  const rules = new Map<string, Attributes[]>();
  const goingGroups = new Set<Json>();
  const ports = new Set<Json | undefined>();
  for (const it of changes) {
    const { type, change } = it;
    const rule = change[when];
    if (isOfConnection(type, "ip_protocol") && isObject(rule)) {
      const key = groupOf(type, rule);
      const those = rules.get(key);
      if (those === undefined) rules.set(key, [rule]);
      else those.push(rule);
    }
    const id = attribute(change.before, "id");
    const goes = when === "after" && goesAway(it);
    if (type === "aws_security_group" && goes && id !== undefined && id !== null) goingGroups.add(id);
    if (type === "aws_ecs_service" && actionOf(it) !== "destroy") {
      for (const { container_port } of blocksOf(attribute(change.after, "load_balancer")))
        ports.add(container_port);
    }
  }
  const connections = { rules, goingGroups, ports };
  LOOKED_THROUGH[when].set(changes, connections);
  return connections;
}

const PEERS = ["security_group_id", "referenced_security_group_id", "prefix_list_id"];

/** Whether a rule belongs to the same security group as the removed rule (`closing`), and allows the same peer or everybody. */
const isSameWay = (it: Attributes, closing: Attributes): boolean =>
  it.security_group_id === closing.security_group_id &&
  ([it.cidr_ipv4, it.cidr_ipv6].some((range) => typeof range === "string" && isWorld(range)) ||
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].every(
      (name) => (it[name] ?? null) === (closing[name] ?? null),
    ));

/** Whether another rule (`whole`) allows the protocol and all ports of a rule (`part`). */
const isWithin = (part: Attributes, whole: Attributes): boolean =>
  whole.ip_protocol === "-1" ||
  (whole.ip_protocol === part.ip_protocol &&
    Number(whole.from_port) <= Number(part.from_port) &&
    Number(whole.to_port) >= Number(part.to_port));

/**
 * Whether a rule is removed only because the tasks get another container port. Nobody needs the removed rule any more: after the
 * plan, no service uses the rule's port, and another rule connects the same two security groups.
 */
function isMoved(
  closing: Attributes,
  others: readonly Attributes[],
  ports: ReadonlySet<Json | undefined>,
): boolean {
  return (
    typeof closing.referenced_security_group_id === "string" &&
    others.length > 0 &&
    !ports.has(closing.from_port)
  );
}
