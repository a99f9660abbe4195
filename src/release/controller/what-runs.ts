import {
  type Deployment,
  DescribeServiceDeploymentsCommand,
  type ECSClient,
  type Service,
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
  type Task,
} from "@aws-sdk/client-ecs";
import {
  describeNewestActive,
  describeService,
  describeVersion,
  nameOf,
  newestDeployment,
  runningTasks,
  type Version,
} from "./read-service";

/** How the newest deployment of a service ended. */
export type Ending = "succeeded" | "rolled back" | "rollback failed" | "stopped" | "failed" | "still going";

/**
 * Each key is a status that ECS gives to a service deployment. The key's value says how the deployment ended, or that the deployment is
 * still going.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
const ENDINGS: Readonly<Record<ServiceDeploymentStatus, Ending>> = {
  PENDING: "still going",
  IN_PROGRESS: "still going",
  STOP_REQUESTED: "still going",
  ROLLBACK_REQUESTED: "still going",
  ROLLBACK_IN_PROGRESS: "still going",
  SUCCESSFUL: "succeeded",
  STOPPED: "stopped",
  ROLLBACK_SUCCESSFUL: "rolled back",
  ROLLBACK_FAILED: "rollback failed",
};

/** The task definition that a service runs, compared with the configured one. */
export interface WhatRuns {
  readonly ending: Ending;
  /** The task definition from which the service starts tasks. */
  readonly running: Version;
  /** The task definition that the service has to run; `undefined` if the family has no active revision. */
  readonly configured: Version | undefined;
  /** True if the newest deployment began after `since`. */
  readonly isNew: boolean;
  readonly runningTasks: number;
  readonly desiredTasks: number;
  /** The progress of ECS's deployment in words. The words are right only if `ending` is `still going`. */
  readonly progress: string;
  /** A sentence for each sign that the service does not run the configured task definition. The list is empty if there is no such sign. */
  readonly problems: readonly string[];
  /**
   * A sentence that says how the newest deployment failed. `undefined` if it did not fail, or if the list `problems` already contains such
   * a sentence.
   */
  readonly earlier: string | undefined;
}

export interface ServiceToLookAt {
  readonly cluster: string;
  readonly service: string;
  /** The name of a task definition family. The service has to run the newest active revision of this family. */
  readonly configured: string;
  /**
   * A deployment that began after this time and did not succeed is a problem, even if the service runs the configured task definition.
   * @default - a failed deployment is a problem only if the service runs another task definition
   */
  readonly since?: Date | undefined;
}

/**
 * The greatest difference between this machine's clock and AWS's clock that AWS accepts, in milliseconds. If the difference is greater, AWS
 * refuses the signature of a request.
 */
const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

/**
 * Reads once which task definition a service runs. Terraform does not notice a deployment that ECS has rolled back, because after a
 * rollback the service is stable on its earlier task definition:
 * https://github.com/hashicorp/terraform-provider-aws/issues/19519
 */
export async function whatRuns(
  ecs: ECSClient,
  { cluster, service: name, configured: wanted, since }: ServiceToLookAt,
): Promise<WhatRuns> {
  const [service, newest, configured] = await Promise.all([
    describeService(ecs, cluster, name),
    newestDeployment(ecs, cluster, name),
    describeNewestActive(ecs, wanted),
  ]);
  const [running, tasks] = await Promise.all([
    describeVersion(ecs, service.taskDefinition ?? ""),
    runningTasks(ecs, cluster, name),
  ]);
  const ending = endingOf(service, newest);
  const progress = progressOf(service, newest);
  const differences =
    configured === undefined
      ? [
          `there is no active revision of ${wanted}, because Terraform could not register a new one; the service still runs ${describe(running)}; deploy again`,
        ]
      : differencesOf(running, configured, ending, ending === "still going" ? [] : tasks);
  const began = newest?.createdAt;
  const isNew = since !== undefined && (began?.getTime() ?? 0) >= since.getTime() - CLOCK_SKEW_MILLISECONDS;
  const failure =
    ending === "succeeded" || ending === "still going"
      ? undefined
      : `${WORDS[ending]}: ${await reasonOf(ecs, service, newest)}`;
  const isProblem = isNew || differences.length > 0;
  const problems = [
    ...(ending === "still going" ? [`${progress}: its deployment has not ended yet`] : []),
    ...(failure !== undefined && isProblem ? [failure] : []),
    ...differences,
  ];
  const { runningCount = 0, desiredCount = 0 } = service;
  return {
    ending,
    running,
    configured,
    isNew,
    runningTasks: runningCount,
    desiredTasks: desiredCount,
    progress,
    problems,
    earlier:
      failure === undefined || isProblem
        ? undefined
        : `${began === undefined ? "before" : began.toISOString()}, ${failure}`,
  };
}

const WORDS = {
  "rolled back": "ECS rolled its deployment back",
  "rollback failed": "ECS gave its deployment up and could not roll it back",
  stopped: "its deployment was stopped",
  failed: "its deployment failed",
} as const;

/** The beginning of each sentence of {@link cannotBeLookedAt}. */
export const UNREADABLE = "its service cannot be read: ";

/** Returns a sentence that says why a service could not be read. */
export const cannotBeLookedAt = ({ name, message }: Error): string => `${UNREADABLE}${name}: ${message}`;

/** Returns the task definition and the image of a version as text. */
export const describe = ({ taskDefinition, image }: Version): string => `${taskDefinition} (${image})`;

/** Returns the service's primary deployment, which is the deployment that began last. */
const primaryOf = ({ deployments = [] }: Service): Deployment | undefined =>
  deployments.find(({ status }) => status === "PRIMARY");

function endingOf(service: Service, newest: ServiceDeploymentBrief | undefined): Ending {
  const rollout = primaryOf(service)?.rolloutState;
  // ECS sometimes does not list a deployment yet that has just begun. Then the newest listed deployment has ended, although the service is
  // still replacing tasks.
  if (rollout === "IN_PROGRESS") return "still going";
  if (newest?.status !== undefined) {
    // A status that this code does not know counts as not ended.
    const known: Ending | undefined = ENDINGS[newest.status];
    return known ?? "still going";
  }
  return rollout === "FAILED" ? "failed" : "succeeded";
}

function progressOf(service: Service, newest: ServiceDeploymentBrief | undefined): string {
  if (newest?.status === "ROLLBACK_REQUESTED" || newest?.status === "ROLLBACK_IN_PROGRESS") {
    return "ECS rolls back";
  }
  const { runningCount = 0, desiredCount = service.desiredCount ?? 0 } = primaryOf(service) ?? {};
  return runningCount < desiredCount
    ? `ECS replaces tasks, ${runningCount} of ${desiredCount} new`
    : `ECS watches ${runningCount} new tasks and stops the old ones`;
}

/**
 * Compares the running task definition with the configured task definition, and returns a sentence if there is a difference. The revisions
 * are compared first. Then the image digests that ECS reports for the tasks are compared with each other. These digests differ if the task
 * definition contains a tag of the image, and somebody moved the tag.
 *
 * The image digest in the task definition is not compared with the tasks' digests. ECS may report the digest of the image's index, or the
 * digest of the image for one platform: https://github.com/aws/amazon-ecs-agent/pull/3576
 */
function differencesOf(
  running: Version,
  configured: Version,
  ending: Ending,
  tasks: readonly Task[],
): string[] {
  if (running.taskDefinition !== configured.taskDefinition) {
    // If no deployment failed, it is not seen that the newest revision was deployed. Terraform does not know a revision if the answer to its
    // registration was lost, or if somebody else registered it.
    return ending === "succeeded"
      ? [
          `${describe(running)} runs, and the newest active revision is ${describe(configured)}. If nobody deploys now: deploy again, if that revision has to run; or, if "npm run plan" shows no changes, Terraform does not know that revision, and the deployer can remove it: aws ecs deregister-task-definition --task-definition ${configured.taskDefinition}`,
        ]
      : [`${describe(running)} runs, and ${describe(configured)} was deployed`];
  }
  const others = tasks
    .map((task) => nameOf(task.taskDefinitionArn))
    .filter((it) => it !== configured.taskDefinition);
  const digests = new Set(
    // AWS adds containers, such as GuardDuty's agent.
    tasks
      .map(({ containers }) => containers?.find(({ image }) => image === configured.image)?.imageDigest)
      .filter((it) => it !== undefined),
  );
  if (others.length > 0) {
    const revisions = [...new Set(others)].join(", ");
    return [
      `${others.length} of ${tasks.length} tasks still run ${revisions}, and ${describe(configured)} was deployed`,
    ];
  }
  if (digests.size < 2) return [];
  return [
    `its tasks run ${digests.size} different images as ${configured.image}: ${[...digests].join(", ")}; somebody moved the tag; to prevent this, name the image by its digest`,
  ];
}

/** Returns the reason why a deployment did not succeed, in ECS's words. */
async function reasonOf(
  ecs: ECSClient,
  service: Service,
  newest: ServiceDeploymentBrief | undefined,
): Promise<string> {
  const { serviceDeploymentArn: arn } = newest ?? {};
  const { serviceDeployments: [whole] = [] } =
    arn === undefined
      ? {}
      : await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }));
  const { rollback, statusReason = newest?.statusReason, alarms } = whole ?? {};
  const words =
    rollback?.reason ?? statusReason ?? primaryOf(service)?.rolloutStateReason ?? "no reason given";
  const { triggeredAlarmNames: names = [] } = alarms ?? {};
  return [words, ...(names.length > 0 ? [`in ALARM: ${names.join(", ")}`] : [])].join("; ");
}
