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
  type TaskDefinitionStatus,
} from "@aws-sdk/client-ecs";
import { type ClientConfig, each, entries, inLots, list, type Readers, see } from "./readers";

/** Returns readers that list the resources in ECS and in Application Auto Scaling. */
export function containerReaders(config: ClientConfig) {
  const scaling = { client: new ApplicationAutoScalingClient(config) };
  const ecs = { client: new ECSClient(config) };
  const clusters = async () => {
    const arns = await entries(paginateListClusters(ecs, {}), (page) => page.clusterArns);
    const described = await each(inLots(arns, 100), (some) =>
      ecs.client.send(new DescribeClustersCommand({ clusters: some })),
    );
    return described.flatMap((page) => page.clusters ?? []);
  };
  const services = async (cluster: string | undefined) => {
    const arns = await entries(paginateListServices(ecs, { cluster }), (page) => page.serviceArns);
    const described = await each(inLots(arns, 10), (some) =>
      ecs.client.send(new DescribeServicesCommand({ cluster, services: some })),
    );
    return described.flatMap((page) => page.services ?? []);
  };
  const taskDefinitions = (status: TaskDefinitionStatus) =>
    list(
      paginateListTaskDefinitions(ecs, { status }),
      (page) => page.taskDefinitionArns,
      (arn) => ({
        id: arn,
        name: familyOf(arn),
        remembered: status === "ACTIVE" ? undefined : { state: status.toLowerCase().replaceAll("_", " ") },
      }),
    );

  return {
    "Application Auto Scaling target": () =>
      list(
        paginateDescribeScalableTargets(scaling, { ServiceNamespace: "ecs" }),
        (page) => page.ScalableTargets,
        (it) => ({ id: it.ResourceId, arn: it.ScalableTargetARN, name: it.ResourceId }),
      ),
    "Application Auto Scaling policy": () =>
      list(
        paginateDescribeScalingPolicies(scaling, { ServiceNamespace: "ecs" }),
        (page) => page.ScalingPolicies,
        (it) => ({ id: it.PolicyARN, name: it.ResourceId }),
      ),
    "ECS cluster": async () =>
      see(await clusters(), (it) => ({
        id: it.clusterArn,
        name: it.clusterName,
        remembered: inactive(it.status),
      })),
    "ECS service": async () => {
      const active = (await clusters()).filter(({ status }) => status !== "INACTIVE");
      const found = await each(active, ({ clusterArn }) => services(clusterArn));
      return see(found.flat(), (it) => ({
        id: it.serviceArn,
        name: it.serviceName,
        remembered: inactive(it.status),
      }));
    },
    "ECS task definition": async () => [
      ...(await taskDefinitions("ACTIVE")),
      ...(await taskDefinitions("INACTIVE")),
      ...(await taskDefinitions("DELETE_IN_PROGRESS")),
    ],
  } satisfies Readers;
}

const inactive = (status: string | undefined) => (status === "INACTIVE" ? { state: "inactive" } : undefined);

const familyOf = (arn: string) => /task-definition\/(.+):\d+$/.exec(arn)?.[1];
