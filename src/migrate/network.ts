import { DescribeSecurityGroupsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, type ECSClient, type NetworkConfiguration } from "@aws-sdk/client-ecs";
import { resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/**
 * Returns the network configuration for an environment's migration task. It contains the subnets of the application's tasks, and the
 * security group of the migration.
 *
 * @throws RefusedError if there is no active service of the color blue, or if the environment has no security group for the migration,
 * because an older version of this project deployed it
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
      `the migration's subnets are not known: there is no active service ${service} in ${cluster}; first deploy the environment "${suffix}"`,
    );
  }
  const own = resourceName(suffix, "migration-security-group");
  const names = [own, resourceName(suffix, "task-security-group")];
  const { SecurityGroups: groups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-name", Values: names }] }),
  );
  // The security group has to be in the environment's VPC, because another VPC may have groups with the same names.
  const vpc = groups.find(({ GroupId: id = "" }) => network.securityGroups?.includes(id))?.VpcId;
  const group = groups.find(({ GroupName, VpcId }) => GroupName === own && VpcId === vpc)?.GroupId;
  if (group === undefined) {
    throw new RefusedError(
      `environment "${suffix}" has no security group ${own}: first deploy the environment with this version of the project`,
    );
  }
  return { awsvpcConfiguration: { ...network, securityGroups: [group] } };
}
