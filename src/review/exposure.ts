import { code, table } from "../terminal/markdown";
import type { Configuration } from "./configuration";
import { type ReviewInput, type Section, WARNING } from "./section";
import {
  type Attributes,
  actionOf,
  attribute,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";

const RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/** Settings that put something before the public: attribute, and the value that is the open one. */
const OPENING: Readonly<Record<string, readonly (readonly [attribute: string, open: Json])[]>> = {
  aws_lb: [["internal", false]],
  aws_rds_cluster_instance: [["publicly_accessible", true]],
  aws_subnet: [["map_public_ip_on_launch", true]],
  aws_lb_listener: [["protocol", "HTTP"]],
};

/** What becomes reachable from where, and what no longer is. */
export function exposureSection({ changes, configuration }: ReviewInput): Section {
  const rows: string[][] = [];
  const warnings: string[] = [];
  for (const change of changes.filter((it) => actionOf(it) !== "none")) {
    const { before, after } = change.change;
    if (RULES.includes(change.type)) {
      const was = before === null ? undefined : connection(change, before, configuration, changes);
      const becomes = after === null ? undefined : connection(change, after, configuration, changes);
      if (was?.cells.join() === becomes?.cells.join()) continue; // only its description or its tags
      if (was) rows.push(["closes", ...was.cells]);
      if (becomes) {
        const [from, to, on] = becomes.cells;
        rows.push([`${becomes.ofWorld ? `${WARNING} ` : ""}opens`, ...becomes.cells]);
        if (becomes.ofWorld) warnings.push(`${to} becomes reachable from ${from} on ${on}`);
      }
    }
    for (const [name, open] of OPENING[change.type] ?? []) {
      if (attribute(after, name) !== open || attribute(before, name) === open) continue;
      // A new load balancer is there for the world; one that was private is news.
      if (before === null && ["aws_lb", "aws_lb_listener"].includes(change.type)) continue;
      rows.push([`${WARNING} opens`, "", code(change.address), `${name} = ${JSON.stringify(open)}`]);
      warnings.push(`${code(change.address)} gets ${name} = ${JSON.stringify(open)}`);
    }
  }
  // A connection between two groups is a rule of each.
  const connections = [...new Map(rows.map((row) => [row.join(), row])).values()];
  const lines = rows.length === 0 ? [] : table(["", "from", "to", "on"], connections);
  return { title: "Exposure", lines, warnings };
}

interface Connection {
  readonly cells: readonly [from: string, to: string, on: string];
  /** Everybody may come in, or everything may go out. */
  readonly ofWorld: boolean;
}

function connection(
  change: ResourceChange,
  rule: Json,
  configuration: Configuration,
  changes: readonly ResourceChange[],
): Connection {
  const attributes = isObject(rule) ? rule : {};
  const group = (name: string) => groupName(change, attributes, name, configuration, changes);
  const own = code(group("security_group_id") ?? change.address);
  const ranges = [attributes.cidr_ipv4, attributes.cidr_ipv6].filter((it) => typeof it === "string");
  const peer =
    ranges.length > 0
      ? code(ranges.join(" "))
      : code(group("referenced_security_group_id") ?? group("prefix_list_id") ?? "(known after apply)");
  const world = ranges.some((range) => /\/0$/.test(String(range)));
  return change.type === RULES[0]
    ? { cells: [peer, own, ports(attributes)], ofWorld: world }
    : { cells: [own, peer, ports(attributes)], ofWorld: world && attributes.ip_protocol === "-1" };
}

export function ports({ ip_protocol, protocol = ip_protocol, from_port, to_port }: Attributes): string {
  if (protocol === "-1") return "everything";
  const text = from_port === to_port ? `${protocol} ${from_port}` : `${protocol} ${from_port} to ${to_port}`;
  return /^[\w -]+$/.test(text) ? text : code(text);
}

function groupName(
  { address }: ResourceChange,
  attributes: Attributes,
  name: string,
  configuration: Configuration,
  changes: readonly ResourceChange[],
): string | undefined {
  const id = attributes[name];
  const known = changes.find(
    (it) =>
      it.type === "aws_security_group" &&
      typeof id === "string" &&
      [it.change.before, it.change.after].some((value) => attribute(value, "id") === id),
  );
  const reference = configuration.referenced(address, name);
  const found =
    (known && (attribute(known.change.after, "name") ?? attribute(known.change.before, "name"))) ??
    (reference && configuration.attributes(reference).name) ??
    id ??
    reference;
  return typeof found === "string" ? found : undefined;
}
