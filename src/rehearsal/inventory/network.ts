import { ACMClient, paginateListCertificates } from "@aws-sdk/client-acm";
import {
  DescribeAddressesCommand,
  EC2Client,
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
import {
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { ListWebACLsCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import type { Emulator } from "../emulator";
import { all, names, type Readers } from "./readers";

/** What traffic goes through: VPC, load balancer, names, certificates. */
export function networkReaders(config: Emulator["client"]): Readers {
  const ec2 = { client: new EC2Client(config) };
  const balancing = { client: new ElasticLoadBalancingV2Client(config) };
  const route53 = { client: new Route53Client(config) };
  const zones = () =>
    all(paginateListHostedZones(route53, {}), (page) => page.HostedZones?.map((it) => it.Id));

  return {
    "ACM certificate": () =>
      all(paginateListCertificates({ client: new ACMClient(config) }, {}), (page) =>
        page.CertificateSummaryList?.map((it) => it.CertificateArn),
      ),
    "EC2 elastic IP address": async () =>
      names(
        (await ec2.client.send(new DescribeAddressesCommand({}))).Addresses?.map((it) => it.AllocationId),
      ),
    "EC2 flow log": () =>
      all(paginateDescribeFlowLogs(ec2, {}), (page) => page.FlowLogs?.map((it) => it.FlowLogId)),
    "EC2 internet gateway": () =>
      all(paginateDescribeInternetGateways(ec2, {}), (page) =>
        page.InternetGateways?.map((it) => it.InternetGatewayId),
      ),
    "EC2 NAT gateway": () =>
      all(paginateDescribeNatGateways(ec2, {}), (page) =>
        page.NatGateways?.filter((it) => it.State !== "deleted").map((it) => it.NatGatewayId),
      ),
    "EC2 network interface": () =>
      all(paginateDescribeNetworkInterfaces(ec2, {}), (page) =>
        page.NetworkInterfaces?.map((it) => it.NetworkInterfaceId),
      ),
    "EC2 route table": () =>
      all(paginateDescribeRouteTables(ec2, {}), (page) => page.RouteTables?.map((it) => it.RouteTableId)),
    "EC2 security group": () =>
      all(paginateDescribeSecurityGroups(ec2, {}), (page) => page.SecurityGroups?.map((it) => it.GroupId)),
    "EC2 security group rule": () =>
      all(paginateDescribeSecurityGroupRules(ec2, {}), (page) =>
        page.SecurityGroupRules?.map((it) => it.SecurityGroupRuleId),
      ),
    "EC2 subnet": () =>
      all(paginateDescribeSubnets(ec2, {}), (page) => page.Subnets?.map((it) => it.SubnetId)),
    "EC2 VPC": () => all(paginateDescribeVpcs(ec2, {}), (page) => page.Vpcs?.map((it) => it.VpcId)),
    "EC2 VPC endpoint": () =>
      all(paginateDescribeVpcEndpoints(ec2, {}), (page) =>
        page.VpcEndpoints?.filter((it) => it.State?.toLowerCase() !== "deleted").map(
          (it) => it.VpcEndpointId,
        ),
      ),
    "Elastic Load Balancing load balancer": () =>
      all(paginateDescribeLoadBalancers(balancing, {}), (page) =>
        page.LoadBalancers?.map((it) => it.LoadBalancerArn),
      ),
    "Elastic Load Balancing target group": () =>
      all(paginateDescribeTargetGroups(balancing, {}), (page) =>
        page.TargetGroups?.map((it) => it.TargetGroupArn),
      ),
    "Route 53 hosted zone": zones,
    "Route 53 record": async () => {
      const perZone = (await zones()).map(async (HostedZoneId) => {
        const { ResourceRecordSets } = await route53.client.send(
          new ListResourceRecordSetsCommand({ HostedZoneId }),
        );
        return names(ResourceRecordSets?.map((it) => `${it.Name} ${it.Type}`));
      });
      return (await Promise.all(perZone)).flat();
    },
    "WAF web ACL": async () => {
      const { WebACLs } = await new WAFV2Client(config).send(new ListWebACLsCommand({ Scope: "REGIONAL" }));
      return names(WebACLs?.map((it) => it.ARN));
    },
  };
}
