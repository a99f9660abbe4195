import { isWorld } from "../cidr";
import { connection, isOfConnection } from "./exposure";
import { type Finding, type ReviewInput, warning } from "./section";
import {
  type Attributes,
  actionOf,
  attribute,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";
import { data, text } from "./text";

/**
 * What users notice of a connection that a rule of a security group allowed, and that no rule of its group allows afterwards.
 *
 * @param rules what the rules of security groups are afterwards
 */
export function closedConnection(
  resource: ResourceChange,
  rules: readonly Json[],
  { changes, configuration }: Pick<ReviewInput, "changes" | "configuration">,
): Finding[] {
  const { address, type, change } = resource;
  const { before, after, after_unknown } = change;
  if (!isOfConnection(type, "ip_protocol") || !isObject(before)) return [];
  const isLeftOpen = PEERS.some((name) => attribute(after_unknown, name) === true);
  // Its group or the other one is replaced, and the rule follows.
  if (after !== null && isLeftOpen) return [];
  const others = rules.filter((it): it is Attributes => isObject(it) && isSameWay(it, before));
  if (others.some((it) => isWithin(before, it)) || isMoved(before, others, changes)) return [];
  const { from, to, on } = connection(resource, before, configuration, changes);
  return [
    warning(
      text`${data(address)}: nothing gets from ${from} to ${to} on ${on} any more: what goes that way fails; see first that nothing does`,
      { address },
    ),
  ];
}

/** What the rules of security groups of one direction are before or after a plan. */
export const rulesOf = (changes: readonly ResourceChange[], type: string, when: "after" | "before"): Json[] =>
  changes.filter((it) => it.type === type).map(({ change }) => change[when]);

const PEERS = ["security_group_id", "referenced_security_group_id", "prefix_list_id"];

/** Whether a rule is of the same group and for the same peer, or for everybody. */
const isSameWay = (it: Attributes, closing: Attributes): boolean =>
  it.security_group_id === closing.security_group_id &&
  ([it.cidr_ipv4, it.cidr_ipv6].some((range) => typeof range === "string" && isWorld(range)) ||
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].every(
      (name) => (it[name] ?? null) === (closing[name] ?? null),
    ));

/** Whether all ports of a rule are among another one's. */
const isWithin = (part: Attributes, whole: Attributes): boolean =>
  whole.ip_protocol === "-1" ||
  (whole.ip_protocol === part.ip_protocol &&
    Number(whole.from_port) <= Number(part.from_port) &&
    Number(whole.to_port) >= Number(part.to_port));

/** Whether tasks have gone over to another port: each color has its own, and the rule of one that no service has any more goes. */
function isMoved(
  closing: Attributes,
  others: readonly Attributes[],
  changes: readonly ResourceChange[],
): boolean {
  const isInUse = changes.some(
    (it) =>
      it.type === "aws_ecs_service" &&
      actionOf(it) !== "destroy" &&
      blocksOf(attribute(it.change.after, "load_balancer")).some(
        (block) => attribute(block, "container_port") === closing.from_port,
      ),
  );
  return typeof closing.referenced_security_group_id === "string" && others.length > 0 && !isInUse;
}

const blocksOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
