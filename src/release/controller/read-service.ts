import {
  ClientException,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Service,
  type ServiceDeploymentBrief,
  type Task,
} from "@aws-sdk/client-ecs";

/** A task definition that a service runs or has to run, and the image of the task definition's first container. */
export interface Version {
  /** Family and revision: `task-definition-green-dev:7`. */
  readonly taskDefinition: string;
  readonly image: string;
}

export async function describeService(ecs: ECSClient, cluster: string, name: string): Promise<Service> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  const service = services.find(({ status }) => status === "ACTIVE");
  if (service === undefined) throw new Error(`there is no service ${name} in ${cluster}`);
  return service;
}

/**
 * Returns the newest deployment that ECS lists; `undefined` if ECS lists none. ECS lists neither deployments from before October 2024 nor
 * deployments that are older than 90 days. All pages are read, because AWS documents no order of the list.
 */
export async function newestDeployment(
  ecs: ECSClient,
  cluster: string,
  service: string,
): Promise<ServiceDeploymentBrief | undefined> {
  let newest: ServiceDeploymentBrief | undefined;
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster, service, maxResults: 100, nextToken }),
    );
    for (const each of page.serviceDeployments ?? []) {
      if (newest === undefined || createdAt(each) > createdAt(newest)) newest = each;
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return newest;
}

const createdAt = (deployment: ServiceDeploymentBrief) => deployment.createdAt?.getTime() ?? 0;

export async function describeVersion(ecs: ECSClient, definition: string): Promise<Version> {
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: definition }),
  );
  return {
    taskDefinition: nameOf(taskDefinition?.taskDefinitionArn),
    image: taskDefinition?.containerDefinitions?.[0]?.image ?? "no image",
  };
}

/** Reads the newest active revision of a family. @returns `undefined` if the family has no active revision */
export async function describeNewestActive(ecs: ECSClient, family: string): Promise<Version | undefined> {
  try {
    return await describeVersion(ecs, family);
  } catch (error) {
    if (error instanceof ClientException) return undefined;
    throw error;
  }
}

/** Returns family and revision, such as `task-definition-green-dev:7`, from a task definition's ARN. */
export const nameOf = (arn = "") => arn.split("/").at(-1) ?? "";

/** Reads the tasks that run or start. It reads at most 100 tasks, because ECS describes at most 100 tasks in one call. */
export async function runningTasks(ecs: ECSClient, cluster: string, serviceName: string): Promise<Task[]> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName, desiredStatus: "RUNNING" }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks;
}
