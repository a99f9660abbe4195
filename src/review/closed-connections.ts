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
 * Returns a warning if a change of a security group rule makes a connection impossible: the rule allowed the connection, and no rule of the
 * security group allows the connection any more.
 *
 * @param when selects the rules in which the function looks for the connection. For a planned change, `after`: the security
 *   group's rules after the apply. For a change that somebody has made by hand, `before`: the security group's rules before the apply.
 *   These rules already contain the change by hand
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
  // If a security group is destroyed or replaced, another finding reports that, so its rules get no finding.
  const isSaid = ["security_group_id", "referenced_security_group_id"].some((name) =>
    goingGroups.has(before[name] ?? null),
  );
  if (isSaid) return [];
  const isLeftOpen = PEERS.some((name) => attribute(after_unknown, name) === true);
  // Here, the plan replaces a security group or prefix list to which the rule refers. The rule then refers to the replacement, so the
  // connection remains possible.
  if (after !== null && isLeftOpen) return [];
  const others = (rules.get(groupOf(type, before)) ?? []).filter((it) => isSameWay(it, before));
  if (others.some((it) => isWithin(before, it)) || isMoved(before, others, ports)) return [];
  const { from, to, on } = connection(resource, before, configuration, changes);
  return [
    warning(
      text`${data(address)}: this change makes connections from ${from} to ${to} on ${on} impossible: make sure that nothing needs these connections`,
      { address },
    ),
  ];
}

/** Facts about the changes of a plan. The function {@link closedConnection} needs these facts for each security group rule. */
interface Connections {
  /** The rules of security groups. The key of the map consists of the rule's resource type and the security group's id. */
  readonly rules: ReadonlyMap<string, readonly Attributes[]>;
  /** The ids of the security groups that the plan destroys or replaces. */
  readonly goingGroups: ReadonlySet<Json>;
  /** The container ports of the ECS services after the plan. */
  readonly ports: ReadonlySet<Json | undefined>;
}

const groupOf = (type: string, rule: Attributes): string => `${type} ${rule.security_group_id}`;

/**
 * A cache of {@link Connections}: the key is a list of changes, and the value is the Connections of these changes. A plan can change
 * thousands of security group rules. For each of them, {@link closedConnection} needs the same Connections. A value never becomes outdated,
 * because no code modifies a list of changes.
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

/**
 * Returns whether a rule belongs to the same security group as the removed rule (`closing`), and allows the same source or destination, or
 * all addresses.
 */
const isSameWay = (it: Attributes, closing: Attributes): boolean =>
  it.security_group_id === closing.security_group_id &&
  ([it.cidr_ipv4, it.cidr_ipv6].some((range) => typeof range === "string" && isWorld(range)) ||
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].every(
      (name) => (it[name] ?? null) === (closing[name] ?? null),
    ));

/** Returns whether the rule `whole` allows the protocol and all ports of the rule `part`. */
const isWithin = (part: Attributes, whole: Attributes): boolean =>
  whole.ip_protocol === "-1" ||
  (whole.ip_protocol === part.ip_protocol &&
    Number(whole.from_port) <= Number(part.from_port) &&
    Number(whole.to_port) >= Number(part.to_port));

/**
 * Returns whether a rule is removed only because the tasks get another container port. Then nobody needs the removed rule any more: after
 * the apply, no ECS service uses the rule's port, and another rule connects the same two security groups as the removed rule.
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
