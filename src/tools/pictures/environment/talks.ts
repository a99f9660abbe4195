import { type Attributes, type Resource, refersTo, type SynthesizedDocument } from "../../../policy/document";
import { membersOf, unique } from "./network";

/** One end of a connection. */
export type End =
  | { readonly is: "group"; readonly group: Resource; readonly members: readonly Resource[] }
  /** IP addresses outside of the VPC. */
  | { readonly is: "addresses"; readonly id: string }
  /** The AWS service behind a gateway endpoint. */
  | { readonly is: "gateway endpoint"; readonly id: string; readonly endpoint: Resource }
  /** All security groups that the environment does not create. The picture draws all these groups together as a single box. */
  | { readonly is: "foreign groups"; readonly id: string; readonly names: readonly string[] };

/** A connection that the security groups allow: `from` may open a connection to `to` on `ports`. */
export interface Talk {
  readonly from: End;
  readonly to: End;
  readonly ports: readonly string[];
}

export const idOf = (end: End): string => (end.is === "group" ? end.group.address : end.id);

const portsOf = ({ ip_protocol, from_port, to_port }: Attributes): string => {
  if (ip_protocol === "-1") return "all";
  const ports = from_port === to_port ? `${from_port}` : `${from_port}-${to_port}`;
  return ip_protocol === "tcp" ? ports : `${ip_protocol} ${ports}`;
};

/**
 * Returns the connections that the rules of the security groups allow. If both ends are security groups of the environment, the caller's
 * group needs an egress rule, and the called group needs an ingress rule:
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function talksOf(document: SynthesizedDocument): readonly Talk[] {
  const groups = document
    .resources("aws_security_group")
    .map((group) => ({ is: "group", group, members: membersOf(document, group) }) as const);
  const groupIn = (value: unknown) => groups.find(({ group }) => refersTo(value, group));

  const rulesOf = (type: string) => document.resources(type).map(({ attributes }) => attributes);
  const foreign = [
    ...rulesOf("aws_vpc_security_group_ingress_rule"),
    ...rulesOf("aws_vpc_security_group_egress_rule"),
  ]
    .map(({ referenced_security_group_id: id }) => id)
    .filter((id) => id !== undefined && groupIn(id) === undefined)
    .map(String);

  const otherEnd = (rule: Attributes): End => {
    const group = groupIn(rule.referenced_security_group_id);
    if (group !== undefined) return group;
    const endpoint = document.resources("aws_vpc_endpoint").find((it) => refersTo(rule.prefix_list_id, it));
    if (endpoint !== undefined) return { is: "gateway endpoint", id: endpoint.address, endpoint };
    if (rule.referenced_security_group_id !== undefined)
      return { is: "foreign groups", id: "foreign groups", names: unique(foreign) };
    return { is: "addresses", id: String(rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? rule.prefix_list_id) };
  };

  const rules = (type: string) =>
    rulesOf(type).flatMap((attributes) => {
      const own = groupIn(attributes.security_group_id);
      return own === undefined ? [] : [{ own, other: otherEnd(attributes), port: portsOf(attributes) }];
    });
  const outgoing = rules("aws_vpc_security_group_egress_rule");
  const incoming = rules("aws_vpc_security_group_ingress_rule");

  const opened = [
    ...incoming
      .filter(({ other }) => other.is !== "group")
      .map(({ own, other, port }) => ({ from: other, to: own as End, port })),
    ...outgoing
      .filter(
        ({ own, other, port }) =>
          other.is !== "group" ||
          incoming.some((it) => it.own === other && it.other === own && it.port === port),
      )
      .map(({ own, other, port }) => ({ from: own as End, to: other, port })),
  ];
  const talks = new Map<string, Talk>();
  for (const { from, to, port } of opened) {
    const key = `${idOf(from)} ${idOf(to)}`;
    const ports = [...unique([...(talks.get(key)?.ports ?? []), port])];
    talks.set(key, {
      from,
      to,
      ports: ports.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    });
  }
  return [...talks.values()];
}
