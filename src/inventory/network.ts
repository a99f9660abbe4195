import {
  DescribeAddressesCommand,
  EC2Client,
  type NetworkInterface,
  paginateDescribeFlowLogs,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { type ClientConfig, entries, list, type Readers, see, suffixOf } from "./readers";

/**
 * Returns readers that list VPCs and the resources in them. These resources have no names, so their tags show to which environment they
 * belong.
 */
export function networkReaders(config: ClientConfig) {
  const ec2 = { client: new EC2Client(config) };
  const vpcs = () => entries(paginateDescribeVpcs(ec2, {}), (page) => page.Vpcs);

  return {
    "EC2 elastic IP address": async () =>
      see((await ec2.client.send(new DescribeAddressesCommand({}))).Addresses, (it) => ({
        id: it.AllocationId,
        suffix: suffixOf(it.Tags),
      })),
    "EC2 flow log": () =>
      list(
        paginateDescribeFlowLogs(ec2, {}),
        (page) => page.FlowLogs,
        (it) => ({ id: it.FlowLogId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 internet gateway": () =>
      list(
        paginateDescribeInternetGateways(ec2, {}),
        (page) => page.InternetGateways,
        (it) => ({ id: it.InternetGatewayId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 NAT gateway": () =>
      list(
        paginateDescribeNatGateways(ec2, {}),
        (page) => page.NatGateways,
        (it) => ({
          id: it.NatGatewayId,
          suffix: suffixOf(it.Tags),
          remembered: deleted(it.State),
        }),
      ),
    "EC2 network interface": async () => {
      const suffixes = new Map((await vpcs()).map((it) => [it.VpcId, suffixOf(it.Tags)]));
      return list(
        paginateDescribeNetworkInterfaces(ec2, {}),
        (page) => page.NetworkInterfaces,
        (it) => ({
          id: it.NetworkInterfaceId,
          // Most network interfaces are created by AWS services, without the environment's tags. The tags of the interface's VPC show the
          // environment.
          suffix: suffixOf(it.TagSet) ?? suffixes.get(it.VpcId),
          name: loadBalancerOf(it),
          state: it.Status,
        }),
      );
    },
    "EC2 route table": () =>
      list(
        paginateDescribeRouteTables(ec2, {}),
        (page) => page.RouteTables,
        (it) => ({ id: it.RouteTableId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 security group": () =>
      list(
        paginateDescribeSecurityGroups(ec2, {}),
        (page) => page.SecurityGroups,
        (it) => ({ id: it.GroupId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 security group rule": () =>
      list(
        paginateDescribeSecurityGroupRules(ec2, {}),
        (page) => page.SecurityGroupRules,
        (it) => ({ id: it.SecurityGroupRuleId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 subnet": () =>
      list(
        paginateDescribeSubnets(ec2, {}),
        (page) => page.Subnets,
        (it) => ({ id: it.SubnetId, suffix: suffixOf(it.Tags) }),
      ),
    "EC2 VPC": async () => see(await vpcs(), (it) => ({ id: it.VpcId, suffix: suffixOf(it.Tags) })),
    "EC2 VPC endpoint": () =>
      list(
        paginateDescribeVpcEndpoints(ec2, {}),
        (page) => page.VpcEndpoints,
        (it) => ({ id: it.VpcEndpointId, suffix: suffixOf(it.Tags), remembered: deleted(it.State) }),
      ),
  } satisfies Readers;
}

/**
 * EC2 still lists some items after their deletion. For example, EC2 lists a deleted NAT gateway for about an hour. If an item's state is
 * `deleted`, this function returns `{ state: "deleted" }` for the item's field `remembered`. For any other state, the function returns
 * `undefined`.
 */
const deleted = (state: string | undefined) =>
  state?.toLowerCase() === "deleted" ? { state: "deleted" } : undefined;

/** Returns the name of the load balancer that owns a network interface. The interface's description is `ELB app/<name>/<id>`. */
const loadBalancerOf = ({ Description }: NetworkInterface) =>
  /^ELB (?:app|net)\/([^/]+)\//.exec(Description ?? "")?.[1];
