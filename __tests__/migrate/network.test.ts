import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { migrationNetwork } from "../../src/migrate/network";
import { type Answer, madeUpAws } from "../support/made-up-aws";

const SUBNETS = ["subnet-1", "subnet-2", "subnet-3"];
const service = (status = "ACTIVE"): Answer => ({
  services: [
    {
      status,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: SUBNETS, securityGroups: ["sg-tasks"], assignPublicIp: "DISABLED" },
      },
    },
  ],
});
const groups = (...ids: [id: string, name: string, vpc: string][]): Answer =>
  `<DescribeSecurityGroupsResponse><securityGroupInfo>${ids
    .map(
      ([id, name, vpc]) =>
        `<item><groupId>${id}</groupId><groupName>${name}</groupName><vpcId>${vpc}</vpcId></item>`,
    )
    .join("")}</securityGroupInfo></DescribeSecurityGroupsResponse>`;

const network = (ecs: Answer, ec2: Answer = groups()) => {
  const client = madeUpAws({ ecs: () => ecs, ec2: () => ec2 });
  return migrationNetwork(new ECSClient(client), new EC2Client(client), "dev");
};

it("a migration runs in the subnets of the application's tasks, in its own security group", async () => {
  const found = groups(
    // Names of groups are unique in a VPC only.
    ["sg-elsewhere", "migration-security-group-dev", "vpc-2"],
    ["sg-tasks", "task-security-group-dev", "vpc-1"],
    ["sg-migration", "migration-security-group-dev", "vpc-1"],
  );
  await expect(network(service(), found)).resolves.toEqual({
    awsvpcConfiguration: { subnets: SUBNETS, securityGroups: ["sg-migration"], assignPublicIp: "DISABLED" },
  });
});

it.each<[what: string, ecs: Answer, ec2: Answer | undefined, words: string]>([
  [
    "there is no cluster",
    { refused: "ClusterNotFoundException", message: "Cluster not found." },
    undefined,
    'the migration\'s subnets are not known: there is no active service ecs-service-blue-dev in ecs-cluster-dev; first deploy the environment "dev"',
  ],
  [
    "the service is gone",
    service("INACTIVE"),
    undefined,
    'the migration\'s subnets are not known: there is no active service ecs-service-blue-dev in ecs-cluster-dev; first deploy the environment "dev"',
  ],
  [
    "an older version deployed it",
    service(),
    groups(
      ["sg-tasks", "task-security-group-dev", "vpc-1"],
      ["sg-x", "migration-security-group-dev", "vpc-2"],
    ),
    'environment "dev" has no security group migration-security-group-dev: first deploy the environment with this version of the project',
  ],
])("is refused where %s", async (_what, ecs, ec2, words) => {
  await expect(network(ecs, ec2)).rejects.toThrow(words);
});
