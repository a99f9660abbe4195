import {
  ApplicationAutoScalingClient,
  paginateDescribeScalableTargets,
  paginateDescribeScalingPolicies,
} from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
  paginateListTaskDefinitions,
} from "@aws-sdk/client-ecs";
import {
  paginateDescribeDBClusterParameterGroups,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  paginateDescribeDBParameterGroups,
  paginateDescribeDBSubnetGroups,
  paginateDescribeEventSubscriptions,
  RDSClient,
} from "@aws-sdk/client-rds";
import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Emulator } from "../emulator";
import { all, names, type Readers } from "./readers";

/** What runs and what it stores: ECS and its scaling, RDS, secrets. */
export function workloadReaders(config: Emulator["client"]): Readers {
  const scaling = { client: new ApplicationAutoScalingClient(config) };
  const ecs = { client: new ECSClient(config) };
  const rds = { client: new RDSClient(config) };
  const activeClusters = async () => {
    const clusters = await all(paginateListClusters(ecs, {}), (page) => page.clusterArns);
    const described = await ecs.client.send(new DescribeClustersCommand({ clusters }));
    return names(described.clusters?.filter(({ status }) => status === "ACTIVE").map((it) => it.clusterArn));
  };

  return {
    "Application Auto Scaling target": () =>
      all(paginateDescribeScalableTargets(scaling, { ServiceNamespace: "ecs" }), (page) =>
        page.ScalableTargets?.map((it) => it.ResourceId),
      ),
    "Application Auto Scaling policy": () =>
      all(paginateDescribeScalingPolicies(scaling, { ServiceNamespace: "ecs" }), (page) =>
        page.ScalingPolicies?.map((it) => it.PolicyARN),
      ),
    "ECS cluster": activeClusters,
    "ECS service": async () => {
      const perCluster = (await activeClusters()).map(async (cluster) => {
        const services = await all(paginateListServices(ecs, { cluster }), (page) => page.serviceArns);
        if (services.length === 0) return [];
        const described = await ecs.client.send(new DescribeServicesCommand({ cluster, services }));
        return names(described.services?.filter((it) => it.status === "ACTIVE").map((it) => it.serviceArn));
      });
      return (await Promise.all(perCluster)).flat();
    },
    "ECS task definition": () =>
      all(paginateListTaskDefinitions(ecs, { status: "ACTIVE" }), (page) => page.taskDefinitionArns),
    "RDS cluster": () =>
      all(paginateDescribeDBClusters(rds, {}), (page) =>
        page.DBClusters?.map((it) => it.DBClusterIdentifier),
      ),
    "RDS cluster parameter group": () =>
      all(paginateDescribeDBClusterParameterGroups(rds, {}), (page) =>
        own(page.DBClusterParameterGroups?.map((it) => it.DBClusterParameterGroupName)),
      ),
    "RDS event subscription": () =>
      all(paginateDescribeEventSubscriptions(rds, {}), (page) =>
        page.EventSubscriptionsList?.map((it) => it.CustSubscriptionId),
      ),
    "RDS instance": () =>
      all(paginateDescribeDBInstances(rds, {}), (page) =>
        page.DBInstances?.map((it) => it.DBInstanceIdentifier),
      ),
    "RDS parameter group": () =>
      all(paginateDescribeDBParameterGroups(rds, {}), (page) =>
        own(page.DBParameterGroups?.map((it) => it.DBParameterGroupName)),
      ),
    "RDS subnet group": () =>
      all(paginateDescribeDBSubnetGroups(rds, {}), (page) =>
        page.DBSubnetGroups?.map((it) => it.DBSubnetGroupName),
      ),
    "Secrets Manager secret": () =>
      all(paginateListSecrets({ client: new SecretsManagerClient(config) }, {}), (page) =>
        page.SecretList?.filter((it) => !it.DeletedDate).map((it) => it.ARN),
      ),
  };
}

/** RDS makes a `default.<family>` group where it is first needed, and nobody can delete it. */
const own = (groups: (string | undefined)[] | undefined) =>
  groups?.filter((name) => !name?.startsWith("default."));
