import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { Emulator } from "../../src/rehearsal/emulator";

export interface NetworkExpectation {
  readonly natGateways: number;
  readonly interfaceEndpoints: number;
  readonly https: boolean;
  /** Security groups outside of the stack that may call the database. */
  readonly databaseClients: number;
}

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];

export async function expectNetwork(
  client: Emulator["client"],
  suffix: string,
  { natGateways, interfaceEndpoints, https, databaseClients }: NetworkExpectation,
): Promise<void> {
  const ec2 = new EC2Client(client);
  const ofSuffix = [{ Name: "tag:EnvironmentSuffix", Values: [suffix] }];

  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: ofSuffix }));
  expect(Vpcs).toHaveLength(1);
  const inVpc = [{ Name: "vpc-id", Values: [Vpcs[0]?.VpcId ?? ""] }];

  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters: inVpc }));
  expect(Subnets.map((it) => it.AvailabilityZone).sort()).toEqual([...ZONES, ...ZONES].sort());
  expect(Subnets.filter((it) => it.MapPublicIpOnLaunch)).toEqual([]);

  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc }));
  expect(NatGateways.map((it) => it.State)).toEqual(Array(natGateways).fill("available"));

  // A private subnet's way out is a NAT gateway, a public one's the internet gateway; each has exactly one.
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }));
  const exits = Subnets.map(({ SubnetId }) => {
    const table = RouteTables.find((it) => it.Associations?.some((one) => one.SubnetId === SubnetId));
    const exit = table?.Routes?.find((it) => it.DestinationCidrBlock === "0.0.0.0/0");
    return exit?.NatGatewayId ? "nat" : exit?.GatewayId?.split("-")[0];
  });
  expect(exits.sort()).toEqual(["igw", "igw", "igw", "nat", "nat", "nat"]);

  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters: inVpc }));
  const ofType = (type: string) => VpcEndpoints.filter((it) => it.VpcEndpointType === type);
  expect(ofType("Gateway").map((it) => it.ServiceName)).toEqual(["com.amazonaws.us-east-1.s3"]);
  expect(ofType("Interface")).toHaveLength(interfaceEndpoints);

  await expectFirewall(ec2, inVpc, https, databaseClients);
}

async function expectFirewall(
  ec2: EC2Client,
  inVpc: { Name: string; Values: string[] }[],
  https: boolean,
  databaseClients: number,
): Promise<void> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: inVpc }));
  const ids = SecurityGroups.map((it) => it.GroupId ?? "");
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: ids }] }),
  );
  const nameOf = (id?: string) => SecurityGroups.find((it) => it.GroupId === id)?.GroupName ?? id;
  const type = (id?: string) => nameOf(id)?.replace(/-security-group.*/, "");
  const rules = SecurityGroupRules.map((it) => {
    const other = it.CidrIpv4 ?? it.PrefixListId?.slice(0, 3) ?? type(it.ReferencedGroupInfo?.GroupId);
    const [from, to] = it.IsEgress ? [type(it.GroupId), other] : [other, type(it.GroupId)];
    return `${from} -> ${to} ${it.FromPort} ${it.IsEgress ? "out" : "in"}`;
  });

  expect(rules.filter((rule) => rule.includes("default"))).toEqual([]);
  expect(SecurityGroupRules.filter((it) => !it.Description || it.FromPort !== it.ToPort)).toEqual([]);
  const fromWorld = rules.filter((rule) => rule.startsWith("0.0.0.0/0"));
  expect(fromWorld.sort()).toEqual(
    (https ? [443, 80] : [80]).map((port) => `0.0.0.0/0 -> alb ${port} in`).sort(),
  );
  expect(
    rules
      .filter((rule) => rule.includes(" 5432 "))
      .map((rule) => rule.split(" ").at(-1))
      .sort(),
  ).toEqual([...Array(databaseClients).fill("in"), "in", "in", "out", "out"]); // tasks, migration
}
