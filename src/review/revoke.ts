import { type Attributes, attribute, type Json } from "./terraform-plan";

/**
 * Functions that return the source or destination of a rule in the syntax of the AWS CLI. There is one function for each Terraform
 * attribute that can contain a source or destination.
 */
const PEERS: Readonly<Record<string, (peer: string) => string>> = {
  cidr_blocks: (peer) => `IpRanges=[{CidrIp=${peer}}]`,
  ipv6_cidr_blocks: (peer) => `Ipv6Ranges=[{CidrIpv6=${peer}}]`,
  prefix_list_ids: (peer) => `PrefixListIds=[{PrefixListId=${peer}}]`,
  security_groups: (peer) => {
    // For a security group of another account, Terraform writes the account id, a slash and the group's id.
    const [group, account] = peer.split("/").reverse();
    return `UserIdGroupPairs=[{GroupId=${group}${account === undefined ? "" : `,UserId=${account}`}}]`;
  },
};

/**
 * Returns the AWS CLI command that revokes a rule of a security group.
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/revoke-security-group-ingress.html
 *
 * @param group the id of the security group
 * @param entry the rule: an item of the security group's attribute `ingress` or `egress`
 * @param peer the CIDR block, prefix list or security group in the rule; `itself` stands for the security group `group`
 * @returns the command, or undefined if a value does not have the form of AWS's values, because a wrong command could do harm
 */
export function revokeCommand(
  direction: "ingress" | "egress",
  group: Json | undefined,
  entry: Attributes,
  peer: string,
): string | undefined {
  const kind = Object.keys(PEERS).find((name) => listed(entry, name).includes(peer)) ?? "security_groups";
  const ports = entry.protocol === "-1" ? "" : `,FromPort=${entry.from_port},ToPort=${entry.to_port}`;
  const range = PEERS[kind]?.(peer === "itself" ? String(group) : peer);
  const permission = `IpProtocol=${entry.protocol}${ports},${range}`;
  if (!/^sg-\w+$/.test(String(group)) || !/^[\w.:/,=[\]{}-]+$/.test(permission)) return undefined;
  return `aws ec2 revoke-security-group-${direction} --group-id ${group} --ip-permissions '${permission}'`;
}

function listed(entry: Attributes, name: string): readonly Json[] {
  const value = attribute(entry, name);
  return Array.isArray(value) ? value : [];
}
