import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];
const GATEWAY = "aws_internet_gateway.network_internet_gateway";
const id = (zone: string) => zone.replaceAll("-", "_");

describe("the network", () => {
  it("is one VPC whose private DNS works", () => {
    expect(ephemeral.count("aws_vpc")).toBe(1);
    expect(ephemeral.resource("aws_vpc.network_vpc")).toEqual({
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: "vpc-x1" },
    });
  });

  it("has a public and a private subnet in each of the three zones and no other", () => {
    expect(ephemeral.count("aws_subnet")).toBe(6);
    ZONES.forEach((zone, index) => {
      expect(ephemeral.resource(`aws_subnet.network_public_subnet_${id(zone)}`)).toEqual({
        vpc_id: "${aws_vpc.network_vpc.id}",
        availability_zone: zone,
        cidr_block: `\${cidrsubnet("10.0.0.0/16", 8, ${index})}`,
        tags: { Name: `public-subnet-${zone}-x1` },
        lifecycle: { create_before_destroy: true, ignore_changes: ["cidr_block"] },
      });
      expect(ephemeral.resource(`aws_subnet.network_private_subnet_${id(zone)}`)).toEqual({
        vpc_id: "${aws_vpc.network_vpc.id}",
        availability_zone: zone,
        cidr_block: `\${cidrsubnet("10.0.0.0/16", 4, ${index + 1})}`,
        tags: { Name: `private-subnet-${zone}-x1` },
        lifecycle: { create_before_destroy: true, ignore_changes: ["cidr_block"] },
      });
    });
  });

  it("gives no subnet public addresses by default", () => {
    for (const [, subnet] of ephemeral.resources("aws_subnet")) {
      expect(subnet).not.toHaveProperty("map_public_ip_on_launch");
    }
  });

  it("closes the default security group: adopted, without a rule", () => {
    expect(ephemeral.resource("aws_default_security_group.network_default_security_group")).toEqual({
      vpc_id: "${aws_vpc.network_vpc.id}",
      tags: { Name: "default-security-group-x1" },
    });
  });

  it("always has the S3 gateway endpoint, on every private route table", () => {
    for (const environment of [ephemeral, production]) {
      expect(environment.resource("aws_vpc_endpoint.network_gateway_endpoint_s3")).toEqual({
        vpc_id: "${aws_vpc.network_vpc.id}",
        service_name: "com.amazonaws.us-east-1.s3",
        vpc_endpoint_type: "Gateway",
        route_table_ids: ZONES.map(
          (zone) => `\${aws_route_table.network_private_route_table_${id(zone)}.id}`,
        ),
        tags: { Name: "gateway-endpoint-s3-x1" },
      });
    }
  });
});

describe("routes", () => {
  const route = (environment: typeof ephemeral, zone: string) =>
    environment.resource(`aws_route.network_private_route_${id(zone)}`);

  it("lead from public subnets to the internet gateway", () => {
    expect(ephemeral.resource("aws_route.network_public_route")).toEqual({
      route_table_id: "${aws_route_table.network_public_route_table.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.network_internet_gateway.id}",
    });
  });

  it("lead from all private subnets to the one NAT gateway in ephemeral", () => {
    expect(ephemeral.count("aws_nat_gateway")).toBe(1);
    expect(ephemeral.count("aws_eip")).toBe(1);
    for (const zone of ZONES) {
      expect(route(ephemeral, zone)).toEqual({
        route_table_id: `\${aws_route_table.network_private_route_table_${id(zone)}.id}`,
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "${aws_nat_gateway.network_nat_gateway_us_east_1a.id}",
        lifecycle: { create_before_destroy: true },
      });
    }
  });

  it("lead from each private subnet to the NAT gateway of its own zone in production", () => {
    expect(production.count("aws_nat_gateway")).toBe(3);
    expect(production.count("aws_eip")).toBe(3);
    for (const zone of ZONES) {
      expect(route(production, zone).nat_gateway_id).toBe(
        `\${aws_nat_gateway.network_nat_gateway_${id(zone)}.id}`,
      );
    }
  });

  it("are tied to their subnets: the public table to the public ones, a table of its own to each private one", () => {
    expect(ephemeral.count("aws_route")).toBe(4);
    expect(ephemeral.count("aws_route_table")).toBe(4);
    expect(ephemeral.count("aws_route_table_association")).toBe(6);
    for (const zone of ZONES) {
      const association = (kind: string) =>
        ephemeral.resource(`aws_route_table_association.network_${kind}_route_table_association_${id(zone)}`);
      expect(association("public")).toEqual({
        subnet_id: `\${aws_subnet.network_public_subnet_${id(zone)}.id}`,
        route_table_id: "${aws_route_table.network_public_route_table.id}",
        lifecycle: { create_before_destroy: true },
      });
      expect(association("private")).toEqual({
        subnet_id: `\${aws_subnet.network_private_subnet_${id(zone)}.id}`,
        route_table_id: `\${aws_route_table.network_private_route_table_${id(zone)}.id}`,
        lifecycle: { create_before_destroy: true },
      });
    }
  });
});

describe("a NAT gateway", () => {
  it("stands in a public subnet, with an address, and goes before the internet gateway does", () => {
    for (const zone of ZONES) {
      expect(production.resource(`aws_nat_gateway.network_nat_gateway_${id(zone)}`)).toEqual({
        subnet_id: `\${aws_subnet.network_public_subnet_${id(zone)}.id}`,
        allocation_id: `\${aws_eip.network_elastic_ip_${id(zone)}.allocation_id}`,
        tags: { Name: `nat-gateway-${zone}-x1` },
        depends_on: [GATEWAY],
        lifecycle: { create_before_destroy: true },
      });
      expect(production.resource(`aws_eip.network_elastic_ip_${id(zone)}`)).toEqual({
        domain: "vpc",
        tags: { Name: `elastic-ip-${zone}-x1` },
        depends_on: [GATEWAY],
        lifecycle: { create_before_destroy: true },
      });
    }
  });
});
