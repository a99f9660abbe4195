import { BlockList, isIP } from "node:net";

/** Every IPv4 address. */
export const ANYWHERE = "0.0.0.0/0";

// Private networks of IPv4 (RFC 1918) and of IPv6 (RFC 4193). The internet does not route their addresses.
const PRIVATE = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["fc00::", 7],
] as const;

/** Reads an address range in CIDR notation. A range without a prefix length is a single address. */
function parse(range: string) {
  const [address = "", bits] = range.split("/");
  const isIpv6 = isIP(address) === 6;
  const length = isIpv6 ? 128 : 32;
  return { address, family: isIpv6 ? "ipv6" : "ipv4", bits: Number(bits ?? length), length } as const;
}

const contains = (network: string, bits: number, address: string) => {
  const block = new BlockList();
  block.addSubnet(network, bits, isIP(network) === 6 ? "ipv6" : "ipv4");
  return block.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
};

/** Returns whether a CIDR block contains an address. Returns `undefined` if the block or the address is malformed. */
export function isIn(address: string, range: string): boolean | undefined {
  const { address: network, bits, length } = parse(range);
  if (!isIP(address) || !isIP(network) || !(bits >= 0 && bits <= length)) return undefined;
  return isIP(address) === isIP(network) && contains(network, bits, address);
}

/** Returns whether every address of a range is private. A Terraform reference to the CIDR block of a VPC or a subnet counts as private. */
export function isPrivate(range: string): boolean {
  if (/^\$\{aws_(?:vpc|subnet)\.\w+\.cidr_block\}$/.test(range)) return true;
  const { address, bits } = parse(range);
  return PRIVATE.some(
    ([network, prefix]) =>
      isIP(address) === isIP(network) && bits >= prefix && contains(network, prefix, address),
  );
}

/**
 * Returns whether a range is larger than the largest private networks, 10.0.0.0/8 and fc00::/7. Such a range counts as open to the whole
 * internet.
 */
export function isWorld(range: string): boolean {
  const { family, bits } = parse(range);
  return bits < (family === "ipv6" ? 7 : 8);
}

/**
 * Returns whether an IPv4 range begins at its network's first address. AWS and Terraform accept `10.0.0.0/16`, and refuse `10.0.0.1/16`.
 */
export function isNetwork(range: string): boolean {
  const { address, bits, length } = parse(range);
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return number % 2 ** (length - bits) === 0;
}
