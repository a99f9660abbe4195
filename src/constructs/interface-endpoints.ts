import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { rows } from "../resources";
import { type SecurityGroup, VpcEndpoint } from "../resources/classes";
import { GOES_LAST } from "./goes-last";
import type { Network } from "./network";

export interface InterfaceEndpointsProps {
  readonly suffix: string;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
  /**
   * The rules by which tasks reach the endpoints: the private name of an endpoint leads tasks to it for as long as the endpoint
   * exists.
   */
  readonly rules: readonly ITerraformDependable[];
  /** Whether containers get secrets from SSM parameters. */
  readonly parameters: boolean;
}

// The services that Fargate calls for a task's image and secrets (the migration always has a secret in Secrets Manager), and the
// services that rows name:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
const FARGATE = ["ecr.api", "ecr.dkr", "secretsmanager"];
const SERVICES = [...FARGATE, ...rows().flatMap(([, { endpoint }]) => endpoint ?? [])].sort();

/** AWS services reachable inside the VPC, in every zone, under their usual names. */
export class InterfaceEndpoints extends Construct {
  public readonly endpoints: VpcEndpoint[];

  public constructor(
    scope: Construct,
    id: string,
    { suffix, network, securityGroup, rules, parameters }: InterfaceEndpointsProps,
  ) {
    super(scope, id);
    this.endpoints = [...SERVICES, ...(parameters ? ["ssm"] : [])].map(
      (service) =>
        new VpcEndpoint(this, service.replace(".", "-"), {
          vpcId: network.vpc.id,
          serviceName: `com.amazonaws.${REGION}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: network.privateSubnets.map((subnet) => subnet.id),
          securityGroupIds: [securityGroup.id],
          tags: { Name: resourceName(suffix, "interface-endpoint", service.replace(".", "-")) },
          dependsOn: [...rules],
          // An endpoint is destroyed after services that the same apply changes. Where no service changes, it may be destroyed
          // before the rule for egress to the world exists: decision 21.
          lifecycle: GOES_LAST,
        }),
    );
  }
}
