import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ANYWHERE } from "../cidr";
import { type NamePrefix, resourceName } from "../naming/names";
import { REGION, ZONES } from "../naming/region";
import {
  DefaultSecurityGroup,
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
  VpcEndpoint,
} from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { GOES_LAST } from "./goes-last";
import { output } from "./output";

export interface NetworkProps
  extends Pick<EnvironmentSettings["network"], "availabilityZones" | "cidrBlock" | "natGateways"> {
  readonly suffix: string;
}

/**
 * A VPC with a public and a private subnet in each zone. The private subnets reach the internet through NAT gateways. The Terraform
 * addresses and the CIDR blocks of a zone's resources depend on the zone's name. So a different order of the zones in the settings changes
 * nothing, and an added or removed zone does not replace the subnets of the other zones.
 */
export class Network extends Construct {
  public readonly vpc: Vpc;
  /** The zones, sorted by name. */
  public readonly availabilityZones: readonly string[];
  /** One public subnet per zone, in the order of the zones. The load balancer and the NAT gateways are in these subnets. */
  public readonly publicSubnets: readonly Subnet[];
  /** One private subnet per zone, in the order of the zones. The tasks and the database are in these subnets. */
  public readonly privateSubnets: readonly Subnet[];
  /** The gateway endpoint of S3. Image layers of ECR come through this endpoint, and not through NAT. */
  public readonly s3Endpoint: VpcEndpoint;
  /** The NAT gateways through which the private subnets reach the internet. */
  public readonly natGateways: readonly NatGateway[];
  /**
   * Routes and route table associations. A resource in the VPC reaches the internet only if they exist. So resources that need the internet
   * depend on them, and `destroy` deletes them after these resources.
   */
  public readonly internetAccess: ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { suffix, cidrBlock, natGateways } = props;
    const availabilityZones = [...props.availabilityZones].sort();
    const place = (zone: string) => ZONES.indexOf(zone); // the index of the zone in the list of the region's six zones
    // Because of GOES_LAST, the routes out of a removed zone exist until the services, the load balancer and the database have left the
    // zone. Earlier versions of this code chose a subnet's CIDR block by the order of the zones. The CIDR block of an existing subnet
    // cannot change, so Terraform ignores a different CIDR block.
    const subnetLifecycle = { ...GOES_LAST, ignoreChanges: ["cidr_block"] };
    const named = (prefix: NamePrefix, qualifier?: string) => ({
      Name: resourceName(suffix, prefix, qualifier),
    });

    const vpc = new Vpc(this, "vpc", {
      cidrBlock,
      enableDnsHostnames: true, // private DNS names of interface endpoints need DNS support and DNS host names
      enableDnsSupport: true,
      tags: named("vpc"),
    });
    // The VPC's default security group, without rules. AWS's own rules would let all members of the group connect to each other and to
    // any address.
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: vpc.id,
      tags: named("default-security-group"),
    });
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: vpc.id,
      tags: named("internet-gateway"),
    });

    const publicRouteTable = new RouteTable(this, "public-route-table", {
      vpcId: vpc.id,
      tags: named("public-route-table"),
    });
    const routes: ITerraformDependable[] = [
      new Route(this, "public-route", {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: ANYWHERE,
        gatewayId: internetGateway.id,
      }),
    ];
    this.publicSubnets = availabilityZones.map((zone) => {
      const subnet = new Subnet(this, `public-subnet-${zone}`, {
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: Fn.cidrsubnet(cidrBlock, 8, place(zone)), // a /24
        tags: named("public-subnet", zone),
        lifecycle: subnetLifecycle,
      });
      routes.push(
        new RouteTableAssociation(this, `public-route-table-association-${zone}`, {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
          lifecycle: GOES_LAST,
        }),
      );
      return subnet;
    });

    const nats = availabilityZones.slice(0, natGateways === "one" ? 1 : undefined).map((zone, index) => {
      const address = new Eip(this, `elastic-ip-${zone}`, {
        domain: "vpc",
        tags: named("elastic-ip", zone),
        lifecycle: GOES_LAST,
        dependsOn: [internetGateway],
      });
      return new NatGateway(this, `nat-gateway-${zone}`, {
        allocationId: address.allocationId,
        subnetId: at(this.publicSubnets, index).id,
        tags: named("nat-gateway", zone),
        lifecycle: GOES_LAST, // Terraform first changes the routes to another NAT gateway
        dependsOn: [internetGateway],
      });
    });

    const privateRouteTables: RouteTable[] = [];
    this.privateSubnets = availabilityZones.map((zone, index) => {
      const subnet = new Subnet(this, `private-subnet-${zone}`, {
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: Fn.cidrsubnet(cidrBlock, 4, place(zone) + 1), // a /20; the first /20 holds the public subnets
        tags: named("private-subnet", zone),
        lifecycle: subnetLifecycle,
      });
      // Each zone has its own route table, even with a single NAT gateway. So additional NAT gateways change only routes, and no subnets.
      const table = new RouteTable(this, `private-route-table-${zone}`, {
        vpcId: vpc.id,
        tags: named("private-route-table", zone),
        lifecycle: GOES_LAST,
      });
      privateRouteTables.push(table);
      routes.push(
        new RouteTableAssociation(this, `private-route-table-association-${zone}`, {
          subnetId: subnet.id,
          routeTableId: table.id,
          lifecycle: GOES_LAST,
        }),
        new Route(this, `private-route-${zone}`, {
          routeTableId: table.id,
          destinationCidrBlock: ANYWHERE,
          natGatewayId: at(nats, index % nats.length).id,
          lifecycle: GOES_LAST,
        }),
      );
      return subnet;
    });

    this.s3Endpoint = new VpcEndpoint(this, "gateway-endpoint-s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${REGION}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: privateRouteTables.map((table) => table.id),
      tags: named("gateway-endpoint", "s3"),
    });
    this.natGateways = nats;
    this.vpc = vpc;
    this.availabilityZones = availabilityZones;
    this.internetAccess = routes;

    const ids = (subnets: readonly Subnet[]) => subnets.map(({ id }) => id);
    output(this, "vpc_id", vpc.id, "VPC");
    output(this, "public_subnet_ids", ids(this.publicSubnets), "Public subnets, one per zone");
    output(this, "private_subnet_ids", ids(this.privateSubnets), "Private subnets, one per zone");
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) {
    throw new Error(`no item ${index} among ${items.length}`);
  }
  return item;
}
