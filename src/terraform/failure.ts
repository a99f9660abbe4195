import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { resourceName } from "../config/names";
import { COLOURS, type Colour } from "../config/schema";
import type { Diagnostic } from "./events";

const EVENTS = 5;
const LOG_LINES = 10;
const LOG_MINUTES = 15;

/**
 * What Terraform's diagnostics do not say of an ECS service that did not get steady: its last events, why tasks stopped, and
 * what they logged. What cannot be read is said, and hides nothing else.
 */
export async function explainFailure(
  diagnostics: readonly Diagnostic[],
  suffix: string,
  { ecs, logs }: { readonly ecs: ECSClient; readonly logs: CloudWatchLogsClient },
): Promise<string[]> {
  const failed = COLOURS.filter((colour) =>
    diagnostics.some(({ address }) => address === `aws_ecs_service.${colour}_service`),
  );
  const explained = await Promise.all(
    failed.map((colour) =>
      explainService(colour, suffix, ecs, logs).catch((error: Error) => [
        `  cannot be read: ${error.message}`,
      ]),
    ),
  );
  return explained.flatMap((lines, index) => ["", `what ECS says of ${failed[index]}:`, ...lines]);
}

async function explainService(
  colour: Colour,
  suffix: string,
  ecs: ECSClient,
  logs: CloudWatchLogsClient,
): Promise<string[]> {
  const cluster = resourceName(suffix, "ecs-cluster");
  const serviceName = resourceName(suffix, "ecs-service", colour);
  const logGroupName = resourceName(suffix, "log-group", colour);
  const [{ services: [service] = [] }, stopped, lines] = await Promise.all([
    ecs.send(new DescribeServicesCommand({ cluster, services: [serviceName] })),
    stoppedTasks(ecs, cluster, serviceName).catch((error: Error) => [
      `stopped tasks cannot be read: ${error.message}`,
    ]),
    lastLines(logs, logGroupName).catch((error: Error) => [`log cannot be read: ${error.message}`]),
  ]);
  const events = (service?.events ?? [])
    .slice(0, EVENTS)
    .map(({ createdAt, message }) => `${createdAt?.toISOString() ?? ""} ${message ?? ""}`);
  return [
    ...(events.length === 0 ? ["  no events"] : events.map((it) => `  event: ${it}`)),
    ...stopped.map((it) => `  ${it}`),
    `  log group ${logGroupName}, last ${LOG_MINUTES} minutes:${lines.length === 0 ? " nothing" : ""}`,
    ...lines.map((it) => `    ${it}`),
  ];
}

async function stoppedTasks(ecs: ECSClient, cluster: string, serviceName: string): Promise<string[]> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED", maxResults: EVENTS }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.map(({ taskArn = "", stoppedReason = "no reason given", containers = [] }) => {
    const ends = containers
      .map(
        ({ name, exitCode, reason }) =>
          `${name} ended with ${exitCode ?? "no exit code"}${reason ? `: ${reason}` : ""}`,
      )
      .join(", ");
    return `task ${taskArn.split("/").at(-1)} stopped: ${stoppedReason}${ends && ` (${ends})`}`;
  });
}

async function lastLines(logs: CloudWatchLogsClient, logGroupName: string): Promise<string[]> {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName, startTime: Date.now() - LOG_MINUTES * 60_000 }),
  );
  return events.slice(-LOG_LINES).map(({ message = "" }) => message);
}
