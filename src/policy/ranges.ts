import { BlockList, isIP } from "node:net";

// What is reachable from inside of a network only: RFC 1918, and the local addresses of IPv6 (RFC 4193).
const PRIVATE = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["fc00::", 7],
] as const;

/** Whether every address of a range is private; what Terraform fills in for a VPC or a subnet is. */
export function isPrivate(cidr: string): boolean {
  if (/^\$\{aws_(?:vpc|subnet)\.\w+\.cidr_block\}$/.test(cidr)) return true;
  const [address = "", length] = cidr.split("/");
  return PRIVATE.some(([network, prefix]) => {
    if (isIP(address) !== isIP(network) || Number(length) < prefix) return false;
    const family = isIP(network) === 4 ? "ipv4" : "ipv6";
    const range = new BlockList();
    range.addSubnet(network, prefix, family);
    return range.check(address, family);
  });
}
