import type { Answer } from "./made-up-aws";

const ACCOUNT = "arn:aws:ecs:us-east-1:123456789012";

/** A service of the fake ECS. Without any value it is steady and runs two tasks of revision 7, which is the newest. */
export interface MadeUpService {
  /** Revision of the service's task definition. */
  readonly runs?: number;
  /** Newest active revision of the task definition's family. */
  readonly deployed?: number | "none";
  readonly desired?: number;
  /** Number of running tasks of the primary deployment. */
  readonly running?: number;
  readonly rollout?: string;
  readonly rolloutReason?: string;
  /** Pages of service deployments. */
  readonly deployments?: readonly (readonly MadeUpDeployment[])[];
  readonly tasks?: readonly MadeUpTask[];
  readonly status?: string;
  /** Messages of the service's events. */
  readonly events?: readonly string[];
}

interface MadeUpDeployment {
  readonly status: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly statusReason?: string;
  /** Further fields that only DescribeServiceDeployments returns. */
  readonly more?: object;
}

interface MadeUpTask {
  readonly revision?: number;
  readonly digest?: string;
  readonly lastStatus?: string;
}

type Input = Readonly<Record<string, unknown>>;

/** A fake ECS. Revision 7 of a family has the image `app:7`. @param serviceOf returns the service of a color */
export const madeUpEcs =
  (serviceOf: (color: string) => MadeUpService) =>
  (action: string, input: Input): Answer => {
    const [, color = ""] = /(?:ecs-service|task-definition)-([a-z]+)-x1/.exec(JSON.stringify(input)) ?? [];
    return ANSWERS[action]?.(serviceOf(color), color, input) ?? {};
  };

const definitionArn = (color: string, revision: number) =>
  `${ACCOUNT}:task-definition/task-definition-${color}-x1:${revision}`;

const tasksOf = ({ tasks, desired = 2 }: MadeUpService): readonly MadeUpTask[] =>
  tasks ?? Array.from({ length: desired }, () => ({}));

const ANSWERS: Readonly<Record<string, (service: MadeUpService, color: string, input: Input) => Answer>> = {
  DescribeTaskDefinition: ({ runs = 7, deployed = runs }, color, { taskDefinition }) => {
    const revision = /:(\d+)$/.exec(`${taskDefinition}`)?.[1] ?? deployed;
    if (revision === "none") {
      return { refused: "ClientException", message: "Unable to describe task definition." };
    }
    return {
      taskDefinition: {
        taskDefinitionArn: definitionArn(color, Number(revision)),
        containerDefinitions: [{ image: `app:${revision}` }],
      },
    };
  },
  DescribeServices: (service, color) => {
    const { runs = 7, desired = 2, running = desired, rollout = "COMPLETED", status = "ACTIVE" } = service;
    const primary = {
      status: "PRIMARY",
      rolloutState: rollout,
      rolloutStateReason: service.rolloutReason,
      runningCount: running,
      desiredCount: desired,
    };
    const [taskDefinition, runningCount] = [definitionArn(color, runs), tasksOf(service).length];
    const deployments = [{ status: "ACTIVE", runningCount: 9, desiredCount: 9 }, primary];
    const events = (service.events ?? []).map((message) => ({ message }));
    return {
      services: [{ status, taskDefinition, runningCount, desiredCount: desired, deployments, events }],
    };
  },
  ListServiceDeployments: ({ deployments = [[{ status: "SUCCESSFUL", createdAt: 1 }]] }, color, input) => {
    const page = Number(input.nextToken ?? 0);
    return {
      serviceDeployments: (deployments[page] ?? []).map(({ more, ...brief }, index) => ({
        ...brief,
        serviceDeploymentArn: `${ACCOUNT}:service-deployment/ecs-cluster-x1/ecs-service-${color}-x1/${page}-${index}`,
      })),
      ...(page + 1 < deployments.length && { nextToken: `${page + 1}` }),
    };
  },
  DescribeServiceDeployments: ({ deployments = [] }, _color, { serviceDeploymentArns }) => {
    const [page = 0, index = 0] = (`${serviceDeploymentArns}`.split("/").at(-1) ?? "").split("-").map(Number);
    const { more, ...brief } = deployments[page]?.[index] ?? {};
    return { serviceDeployments: more === undefined ? [] : [{ ...brief, ...more }] };
  },
  ListTasks: (service, color) => ({
    taskArns: tasksOf(service).map(
      (_, index) => `${ACCOUNT}:task/ecs-cluster-x1/ecs-service-${color}-x1-${index}`,
    ),
  }),
  DescribeTasks: (service, color) => ({
    tasks: tasksOf(service).map(
      ({ revision = service.runs ?? 7, digest = "sha256:aa", lastStatus = "RUNNING" }) => ({
        taskDefinitionArn: definitionArn(color, revision),
        lastStatus,
        containers: [
          { image: "guardduty-agent", imageDigest: "sha256:agent" }, // AWS adds such containers by itself
          { image: `app:${revision}`, ...(lastStatus === "RUNNING" && { imageDigest: digest }) },
        ],
      }),
    ),
  }),
};
