import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import type { Diagnostic } from "../terraform/events";

const EVENTS = 5;
const LOG_LINES = 10;
const LOG_MINUTES = 15;
/** The pages of a log are of up to 10,000 lines each, the oldest first. */
const LOG_PAGES = 20;

/**
 * Explains an ECS service that did not get steady, beyond Terraform's diagnostics: the service's last events, why tasks stopped,
 * and the tasks' last log lines. A part that cannot be read is named, and the other parts are shown all the same.
 *
 * @param clients the clients to read with. Without `logs` the log group is only named, because an application's log may hold
 * data, and others can read a workflow's log
 */
export async function explainFailure(
  diagnostics: readonly Diagnostic[],
  suffix: string,
  clients: ServiceClients,
): Promise<string[]> {
  const failed = COLORS.filter((color) =>
    diagnostics.some(({ address }) => address === `aws_ecs_service.${color}_service`),
  );
  return (await Promise.all(failed.map((color) => explainService(color, suffix, clients)))).flat();
}

export interface ServiceClients {
  readonly ecs: ECSClient;
  readonly logs?: CloudWatchLogsClient;
}

/** The clients for the explanation of a failure: the application's log is read only for a terminal. */
export const explaining = ({ ecs, logs }: Required<ServiceClients>): ServiceClients => ({
  ecs,
  ...(process.stderr.isTTY && { logs }),
});

/** The explanation for one color: see {@link explainFailure}. */
export async function explainService(
  color: Color,
  suffix: string,
  { ecs, logs }: ServiceClients,
): Promise<string[]> {
  const cluster = resourceName(suffix, "ecs-cluster");
  const serviceName = resourceName(suffix, "ecs-service", color);
  const logGroupName = resourceName(suffix, "log-group", color);
  const unread = (what: string) => (error: Error) => [`${what} cannot be read: ${error.message}`];
  const [events, stopped, lines] = await Promise.all([
    lastEvents(ecs, cluster, serviceName).catch(unread("events")),
    stoppedTasks(ecs, cluster, serviceName).catch(unread("stopped tasks")),
    logs && lastLines(logs, logGroupName).catch(unread("log")),
  ]);
  return [
    "",
    `what ECS says of ${color}:`,
    ...(events.length === 0 ? ["  no events"] : events.map((it) => `  ${it}`)),
    ...stopped.map((it) => `  ${it}`),
    ...(lines === undefined
      ? [`  its log is not shown here: log group ${logGroupName}`]
      : [`  log group ${logGroupName}, last ${LOG_MINUTES} minutes:${lines.length === 0 ? " nothing" : ""}`]),
    ...(lines ?? []).map((it) => `    ${it}`),
  ];
}

/** ECS lists the newest event first. */
async function lastEvents(ecs: ECSClient, cluster: string, serviceName: string): Promise<string[]> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [serviceName] }));
  return (services[0]?.events ?? [])
    .slice(0, EVENTS)
    .map(({ createdAt, message = "" }) => `event: ${createdAt?.toISOString() ?? ""} ${message}`);
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
  const startTime = Date.now() - LOG_MINUTES * 60_000;
  let last: string[] = [];
  let pages = 0;
  for await (const { events = [] } of paginateFilterLogEvents(
    { client: logs },
    { logGroupName, startTime },
  )) {
    last = [...last, ...events.map(({ message = "" }) => message)].slice(-LOG_LINES);
    pages += 1;
    if (pages === LOG_PAGES) return [...last, "(and more later, which was not read)"];
  }
  return last;
}
