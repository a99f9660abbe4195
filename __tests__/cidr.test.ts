import { isNetwork, isPrivate, isWorld } from "../src/cidr";

describe("a range of addresses", () => {
  it.each([
    ["10.0.0.0/8", true],
    ["10.0.0.0/7", false],
    ["10.200.3.4", true],
    ["11.0.0.0/8", false],
    ["172.16.0.0/12", true],
    ["172.16.0.0/11", false],
    ["172.15.255.255/32", false],
    ["172.32.0.0/16", false],
    ["192.168.0.0/16", true],
    ["192.168.0.0/15", false],
    ["192.169.0.0/16", false],
    ["fc00::/7", true],
    ["fd12:3456::/48", true],
    ["fe00::/7", false],
    ["fc00::/6", false],
    ["::/0", false],
    ["0.0.0.0/0", false],
    ["${aws_vpc.network_vpc.cidr_block}", true],
    ["${aws_subnet.network_public_subnet.cidr_block}", true],
    ["${aws_eip.network_nat.public_ip}/32", false],
  ])("%s is private: %s", (range, expected) => expect(isPrivate(range)).toBe(expected));

  it.each([
    ["0.0.0.0/0", true],
    ["128.0.0.0/1", true],
    ["12.0.0.0/7", true],
    ["12.0.0.0/8", false],
    ["203.0.113.7", false],
    ["::/0", true],
    ["2000::/6", true],
    ["2000::/7", false],
  ])("%s means the world: %s", (range, expected) => expect(isWorld(range)).toBe(expected));

  it.each([
    ["10.0.0.0/16", true],
    ["10.0.0.1/16", false],
    ["10.0.1.0/24", true],
    ["10.0.1.128/25", true],
    ["10.0.1.128/24", false],
    ["255.255.255.255/32", true],
    ["128.0.0.0/1", true],
    ["0.0.0.0/0", true],
  ])("%s is a network: %s", (range, expected) => expect(isNetwork(range)).toBe(expected));
});
