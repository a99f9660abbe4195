import { isPrivate, isWorld } from "../../cidr";
import { type Attributes, type Resource, refersTo, type SynthesizedDocument, Unreadable } from "../document";
import { pci } from "../pci";
import { each, type Judge, type Rule } from "../rule";

const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";
const PUBLIC_PORTS = [80, 443];
const DATABASE_PORT = 5432;

/** Returns the CIDR block of a security group rule if the block allows all addresses, such as 0.0.0.0/0. Otherwise returns `undefined`. */
const world = (rule: Attributes): string | undefined =>
  [rule.cidr_ipv4, rule.cidr_ipv6].filter((cidr) => typeof cidr === "string").find(isWorld);

const ports = ({ from_port, to_port }: Attributes) =>
  from_port === to_port ? `port ${from_port}` : `ports ${from_port} to ${to_port}`;

/**
 * Returns whether at least one resource refers to the security group of a given rule.
 *
 * @param type the type of the resource, such as `aws_lb`
 * @param argument the argument in which the resource refers to the security group, such as `security_groups`
 * @param rule the attributes of the security group rule
 */
const isGroupOf = (type: string, argument: string, rule: Attributes, document: SynthesizedDocument) =>
  document
    .resources("aws_security_group")
    .filter((group: Resource) => refersTo(rule.security_group_id, group))
    .some((group) => document.referring(type, argument, group).length > 0);

const reachesDatabase = (rule: Attributes, document: SynthesizedDocument) =>
  (Number(rule.from_port) <= DATABASE_PORT && Number(rule.to_port) >= DATABASE_PORT) ||
  isGroupOf("aws_rds_cluster", "vpc_security_group_ids", rule, document);

const peer = ({ cidr_ipv4, cidr_ipv6, prefix_list_id }: Attributes) =>
  cidr_ipv4 ?? cidr_ipv6 ?? prefix_list_id;

// The addresses of this prefix list are AWS's, and belong to one service of a region.
const OF_ENDPOINT = /^\$\{aws_vpc_endpoint\.\w+\.prefix_list_id\}$/;

const publicIngress: Judge = (rule, _resource, document) => {
  const from = [rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id].find(
    (peer) => peer && !isPrivate(String(peer)),
  );
  if (from === undefined) return undefined;
  const open =
    PUBLIC_PORTS.includes(Number(rule.from_port)) && isGroupOf("aws_lb", "security_groups", rule, document);
  if (!open && from === rule.prefix_list_id)
    throw new Unreadable(`${ports(rule)} open to the addresses of the prefix list ${from}`);
  return open ? undefined : `${ports(rule)} open to ${from}`;
};

/** Rules about security groups: the allowed connections. */
export const SECURITY_GROUPS = [
  {
    id: "security-group-world-ingress",
    sentence:
      "No security group lets public addresses reach anything except load balancers on ports 80 and 443.",
    controls: {
      pci: pci("1.3.1", "1.4.2"),
      aws: {
        "EC2.18": "no security group lets all addresses reach a port that is not authorised",
        "EC2.19": "no security group lets all addresses reach ports of high risk",
      },
      cis: {
        "5.2": "no ingress from 0.0.0.0/0 to ports of remote administration",
        "5.3": "no ingress from ::/0 to ports of remote administration",
      },
      checkov: {
        CKV_AWS_24: "no ingress from all addresses to port 22",
        CKV_AWS_25: "no ingress from all addresses to port 3389",
      },
    },
    fix: "replace the public address range by the security group or the private address range of the callers",
    check: each(INGRESS, publicIngress, (rule, document) => !reachesDatabase(rule, document)),
  },
  {
    id: "security-group-database-ingress",
    sentence:
      "Only members of named security groups can reach the database. No security group rule lets an address range reach the database.",
    controls: {
      pci: pci("1.3.1", "1.4.4"),
      aws: { "EC2.19": "no security group lets all addresses reach ports of high risk" },
    },
    fix: "replace the address range by the security group of the callers; list the security groups of people in access.databaseClientSecurityGroupIds",
    check: each(
      INGRESS,
      (rule) =>
        rule.referenced_security_group_id === undefined ? `${ports(rule)} open to ${peer(rule)}` : undefined,
      reachesDatabase,
    ),
  },
  {
    id: "security-group-world-egress",
    sentence: "No security group allows connections to all addresses.",
    controls: { pci: pci("1.3.2") },
    fix: "set network.interfaceEndpoints to true, use images from this region's ECR, and list the address ranges of other services in network.httpsEgressCidrBlocks",
    check: each(EGRESS, (rule) => {
      const unknown =
        rule.prefix_list_id && !OF_ENDPOINT.test(String(rule.prefix_list_id))
          ? rule.prefix_list_id
          : [rule.cidr_ipv4, rule.cidr_ipv6].find(
              (cidr) => /\$\{/.test(String(cidr)) && !isPrivate(String(cidr)),
            );
      if (unknown) throw new Unreadable(`${ports(rule)} open to the addresses of ${unknown}`);
      const to = world(rule);
      return to === undefined ? undefined : `may call ${to} on ${ports(rule)}`;
    }),
  },
  {
    id: "security-group-one-port",
    sentence: "Each security group rule allows one protocol and one port.",
    controls: {
      pci: pci("1.2.5"),
      checkov: {
        CKV_AWS_277: "no ingress from all addresses to all ports",
        CKV_AWS_382: "no egress to all addresses on all ports",
      },
    },
    fix: "write one rule for each needed port",
    check: each([INGRESS, EGRESS], (rule) => {
      if (rule.ip_protocol === "-1") return "allows all protocols and ports";
      return rule.from_port === rule.to_port && rule.from_port !== undefined
        ? undefined
        : `allows ${ports(rule)}`;
    }),
  },
  {
    id: "security-group-description",
    sentence: "Every security group and every security group rule has a description.",
    controls: {
      pci: pci("1.2.5"),
      checkov: { CKV_AWS_23: "security groups and rules have a description" },
      cdkNag: { "AwsSolutions-EC27": "security group has a description" },
    },
    fix: "write a description",
    check: each(["aws_security_group", INGRESS, EGRESS], ({ description }) =>
      description ? undefined : "no description",
    ),
  },
  {
    id: "security-group-separate-rules",
    sentence:
      "Each security group rule is its own Terraform resource, and is not written inside a security group resource. The other policy rules check a security group rule only if it is its own resource.",
    controls: { pci: pci("1.2.5") },
    fix: `write each rule as an ${INGRESS} or an ${EGRESS}`,
    check: each(["aws_security_group", "aws_security_group_rule"], ({ ingress, egress }, { address }) => {
      if (address.startsWith("aws_security_group_rule.")) return "the older resource type for rules";
      return ingress === undefined && egress === undefined
        ? undefined
        : "has rules inside the security group";
    }),
  },
] as const satisfies readonly Rule[];
