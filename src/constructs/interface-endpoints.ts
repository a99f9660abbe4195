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
   * The security group rules that let tasks reach the endpoints. The endpoints depend on these rules: while an endpoint exists, the host
   * name of its AWS service resolves to the endpoint, and tasks can reach the endpoint only with these rules.
   */
  readonly rules: readonly ITerraformDependable[];
  /** True if containers get secrets from SSM parameters. */
  readonly parameters: boolean;
}

// Fargate calls these services for a task's image and secrets. `secretsmanager` is needed in every environment, because the migration task
// has a secret. SERVICES also contains the services that a row of src/resources has in its field `endpoint`.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
const FARGATE = ["ecr.api", "ecr.dkr", "secretsmanager"];
const SERVICES = [...FARGATE, ...rows().flatMap(([, { endpoint }]) => endpoint ?? [])].sort();

/**
 * Interface endpoints in every zone. Because of private DNS, the usual host names of the AWS services resolve to the endpoints. So tasks
 * reach the services through the endpoints.
 */
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
          // A removed endpoint is destroyed after the same apply has updated the ECS services. If the apply updates no service, the
          // endpoint may be destroyed before the rule for egress to the internet exists: docs/decisions/0021-changes-in-place.md
          lifecycle: GOES_LAST,
        }),
    );
  }
}
