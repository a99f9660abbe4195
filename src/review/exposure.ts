import { isDeepStrictEqual } from "node:util";
import { isPrivate, isWorld } from "../cidr";
import { attributesOf } from "../resources";
import type { Configuration } from "./configuration";
import { differences, UNKNOWN } from "./difference";
import { hasUnknown } from "./parts";
import { REDACTED } from "./redact";
import type { Finding, ReviewInput, Section } from "./section";
import {
  type Attributes,
  actionOf,
  attribute,
  type Change,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";
import { data, type Text, text } from "./text";

const RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/** Returns the section about exposure: connections that become possible or impossible. */
export function exposureSection({ changes, configuration }: ReviewInput): Section {
  const findings: Finding[] = [];
  for (const change of changes.filter((it) => !["none", "forget"].includes(actionOf(it)))) {
    const { address } = change;
    const { before, after } = change.change;
    if (RULES.includes(change.type)) {
      const was = before === null ? undefined : connection(change, before, configuration, changes);
      const rule = known(change, configuration);
      const becomes = after === null ? undefined : connection(change, rule, configuration, changes);
      if (isDeepStrictEqual(was, becomes)) continue; // only the rule's description or tags change
      if (was) {
        const { from, to, on } = was;
        const sentence = text`${to} is no longer reachable from ${from} on ${on}`;
        findings.push({ severity: "note", address, sentence, cells: [text`closes`, from, to, on] });
      }
      if (becomes) {
        const { from, to, on, ofWorld } = becomes;
        const open = isOpen(change, rule, configuration);
        const unsaid = open ? text`: the source is known only after the apply, and may be everybody` : text``;
        const sentence = text`${to} becomes reachable from ${from} on ${on}${unsaid}`;
        const severity = ofWorld || open ? "warning" : "note";
        findings.push({ severity, address, sentence, cells: [text`opens`, from, to, on] });
        if (change.type === RULES[0] && RANGES.some((name) => String(rule[name]).includes(REDACTED))) {
          const hidden = text`${to} becomes reachable on ${on} from an IP range that is hidden as a sensitive value. The range can contain every address`;
          findings.push({
            severity: "warning",
            address,
            sentence: hidden,
            cells: [text`opens`, text`(hidden)`, to, on],
          });
        }
      }
    }
    const { opens, admits } = attributesOf(change.type);
    for (const { path, before: was, after: becomes } of differences(
      withParts(change, admits, configuration),
    )) {
      const opening = opens[path];
      const isOpened =
        opening !== undefined && becomes === String(opening.value) && !(before === null && opening.isUsual); // the usual value is no finding on a new resource
      const isAdmitted = becomes !== undefined && becomes !== "false" && admits.some((it) => it.test(path));
      if (!isOpened && !isAdmitted) continue;
      const setting = isOpened
        ? text`${path} = ${JSON.stringify(opening.value)}`
        : text`${data(path)} = ${data(becomes ?? "")}`;
      findings.push({
        severity: "warning",
        address,
        before: was,
        after: becomes,
        sentence: text`${data(address)} gets ${setting}`,
        cells: [text`opens`, text``, text`${data(address)}`, setting],
      });
    }
  }
  return {
    title: "Exposure",
    columns: ["", "from", "to", "on"],
    // A connection between two security groups has a rule in each of them. The section lists such a connection only once.
    findings: [...new Map(findings.map((it) => [JSON.stringify(it.cells), it])).values()],
  };
}

/**
 * Returns a change, completed with configured values. If a part of an attribute is known only after the apply, the plan omits the whole
 * attribute, although the attribute may give somebody access. The function adds such attributes from the configuration.
 *
 * @param admits patterns of the attributes of this resource type that can give somebody access; if there are none, nothing is added
 */
function withParts(
  resource: ResourceChange,
  admits: readonly RegExp[],
  configuration: Configuration,
): Change {
  const { address, change } = resource;
  const { after, after_unknown } = change;
  if (admits.length === 0 || !isObject(after) || !isObject(after_unknown)) return change;
  const open = Object.keys(after_unknown).filter(
    (name) => hasUnknown(after_unknown[name]) && configuration.governs(address, name),
  );
  if (open.length === 0) return change;
  const parts = open.map((name) => [name, configuration.plannedParts(resource, name) ?? null]);
  const unknown = Object.entries(after_unknown).filter(([name]) => !open.includes(name));
  return {
    ...change,
    after: { ...after, ...Object.fromEntries(parts) },
    after_unknown: Object.fromEntries(unknown),
  };
}

/** A security group rule's attributes for an IP range as source or destination. */
const RANGES = ["cidr_ipv4", "cidr_ipv6"];
/** A rule's attributes for a prefix list or security group as source or destination. */
const PEERS = ["prefix_list_id", "referenced_security_group_id"];
const PORTS = ["ip_protocol", "from_port", "to_port"];

/** Returns whether an attribute belongs to a security group rule and contains the rule's source, destination or ports. */
export const isOfConnection = (type: string, name: string): boolean =>
  RULES.includes(type) && [...RANGES, ...PEERS, ...PORTS].includes(name);

/**
 * Returns the planned attributes of a security group rule. If an attribute is known only after the apply, the function uses the configured
 * value, or omits the attribute if the configured value is a reference.
 */
function known(change: ResourceChange, configuration: Configuration): Attributes {
  const { after } = change.change;
  const configured = [...RANGES, ...PORTS].flatMap((name): [string, Json][] => {
    const value = configuration.planned(change, name);
    return value === undefined || String(value).includes("${") ? [] : [[name, value]];
  });
  return { ...(isObject(after) ? after : {}), ...Object.fromEntries(configured) };
}

/**
 * Returns true if a source, the protocol or a port of an ingress rule is unknown, that is, neither in the plan nor in the configuration.
 * Such a rule can be open to everybody.
 */
function isOpen(change: ResourceChange, rule: Attributes, configuration: Configuration): boolean {
  const isUnknown = (name: string) =>
    attribute(change.change.after_unknown, name) === true && (rule[name] ?? null) === null;
  // If the source is a security group of this configuration, the review can show its name. So the source is known even without the security
  // group's id.
  const peers = PEERS.filter((name) => configuration.referenced(change.address, name) === undefined);
  return change.type === RULES[0] && [...RANGES, ...peers, ...PORTS].some(isUnknown);
}

interface Connection {
  readonly from: Text;
  readonly to: Text;
  readonly on: Text;
  /**
   * True for an ingress rule that allows sources outside of private networks, and for an egress rule that allows all traffic to all IP
   * addresses.
   */
  readonly ofWorld: boolean;
}

/** Returns the connection that a security group rule allows: source, destination and ports. */
export function connection(
  change: ResourceChange,
  rule: Json,
  configuration: Configuration,
  changes: readonly ResourceChange[],
): Connection {
  const attributes = isObject(rule) ? rule : {};
  const group = (name: string) => groupName(change, attributes, name, configuration, changes);
  const own = text`${data(group("security_group_id") ?? change.address)}`;
  const ranges = [attributes.cidr_ipv4, attributes.cidr_ipv6].filter((it) => typeof it === "string");
  const peer =
    ranges.length > 0
      ? ranges.join(" ")
      : (group("referenced_security_group_id") ?? group("prefix_list_id") ?? UNKNOWN);
  const world = ranges.some(isWorld);
  // A prefix list counts as outside of private networks, because its owner decides which IP addresses it contains. A security group in
  // another account counts as outside too. Its id begins with the account id of that account.
  const isOutside =
    ranges.some((it) => !it.includes(REDACTED) && !isPrivate(it)) ||
    (ranges.length === 0 && attributes.prefix_list_id && !attributes.referenced_security_group_id) ||
    /^\d{12}\//.test(String(attributes.referenced_security_group_id));
  const other = text`${data(peer)}`;
  const on = portsText(attributes);
  return change.type === RULES[0]
    ? { from: other, to: own, on, ofWorld: Boolean(isOutside) }
    : { from: own, to: other, on, ofWorld: world && attributes.ip_protocol === "-1" };
}

export function ports({ ip_protocol, protocol = ip_protocol, from_port, to_port }: Attributes): string {
  if (protocol === "-1") return "everything";
  if (protocol === undefined) return UNKNOWN;
  if (from_port === undefined || to_port === undefined) return `${protocol} ${UNKNOWN}`;
  return from_port === to_port ? `${protocol} ${from_port}` : `${protocol} ${from_port} to ${to_port}`;
}

export function portsText(rule: Attributes): Text {
  const words = ports(rule);
  return /^[\w -]+$/.test(words) || words === UNKNOWN ? text`${words}` : text`${data(words)}`;
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
