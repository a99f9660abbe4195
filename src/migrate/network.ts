import { DescribeSecurityGroupsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, type ECSClient, type NetworkConfiguration } from "@aws-sdk/client-ecs";
import { resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/**
 * Returns the network configuration of an environment's migration task: the subnets of the application's tasks, and the migration's own
 * security group.
 *
 * @throws RefusedError if the environment is not deployed, or was deployed by an older version of this project, which created no security
 * group for the migration
 */
export async function migrationNetwork(
  ecs: ECSClient,
  ec2: EC2Client,
  suffix: string,
): Promise<NetworkConfiguration> {
  const cluster = resourceName(suffix, "ecs-cluster");
  const service = resourceName(suffix, "ecs-service", "blue");
  const tasks = await ecs
    .send(new DescribeServicesCommand({ cluster, services: [service] }))
    .then(({ services }) => services?.find(({ status }) => status === "ACTIVE"))
    .catch((error: Error) => {
      if (error.name === "ClusterNotFoundException") return undefined;
      throw error;
    });
  const network = tasks?.networkConfiguration?.awsvpcConfiguration;
  if (network === undefined) {
    throw new RefusedError(
      `environment "${suffix}" is not deployed: there is no service ${service} in ${cluster}`,
    );
  }
  const own = resourceName(suffix, "migration-security-group");
  const names = [own, resourceName(suffix, "task-security-group")];
  const { SecurityGroups: groups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: names }] }),
  );
  // Security groups are also compared by their VPC, because another VPC may have groups with the same names.
  const vpc = groups.find(({ GroupId: id = "" }) => network.securityGroups?.includes(id))?.VpcId;
  const group = groups.find(({ GroupName, VpcId }) => GroupName === own && VpcId === vpc)?.GroupId;
  if (group === undefined) {
    throw new RefusedError(
      `environment "${suffix}" has no security group ${own}: first deploy the environment with this version of the project`,
    );
  }
  return { awsvpcConfiguration: { ...network, securityGroups: [group] } };
}
