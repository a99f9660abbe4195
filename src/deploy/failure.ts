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
import type { TerraformError } from "../terraform/terraform";

const EVENTS = 5;
const LOG_LINES = 10;
const LOG_MINUTES = 15;
/**
 * The maximum number of pages that are read from a log. A page has up to 10,000 lines, and CloudWatch Logs returns the oldest page first.
 */
const LOG_PAGES = 20;

/**
 * Explains why an ECS service did not reach a steady state. Terraform's diagnostics do not contain the reason. So the explanation contains
 * the service's last events, the reasons why tasks stopped, and the tasks' last log lines. If one of these parts cannot be read, the
 * explanation contains the error in its place.
 *
 * @param diagnostics Terraform's diagnostics. The function explains each ECS service that has a diagnostic
 * @param clients the AWS clients. Without the client `logs`, the explanation has the name of the log group instead of log lines. Leave this
 *   client out in a workflow: a log may contain sensitive data, and other people can read a workflow's output
 * @returns the explanation as lines of text. The list is empty if no ECS service has a diagnostic
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

/**
 * Returns whether Terraform failed only because of a postcondition of an ECS service. The postcondition fails if ECS has rolled the service
 * back.
 */
export const isRolledBack = ({ signal, diagnostics }: TerraformError): boolean => {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const isOfService = ({ summary, snippet }: (typeof errors)[number]) =>
    summary === "Resource postcondition failed" && snippet?.context?.startsWith("resource.aws_ecs_service.");
  return signal === null && errors.length > 0 && errors.every(isOfService);
};

/** AWS clients for {@link explainFailure}. */
export interface ServiceClients {
  readonly ecs: ECSClient;
  readonly logs?: CloudWatchLogsClient;
}

/**
 * Selects the clients for {@link explainFailure}. The client `logs` is included only if standard error is a terminal, so that a log does
 * not get into the output of a workflow.
 */
export const explaining = ({ ecs, logs }: Required<ServiceClients>): ServiceClients => ({
  ecs,
  ...(process.stderr.isTTY && { logs }),
});

/** Explains why one color's ECS service did not reach a steady state: see {@link explainFailure}. */
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
    `ECS about ${color}:`,
    ...(events.length === 0 ? ["  no events"] : events.map((it) => `  ${it}`)),
    ...stopped.map((it) => `  ${it}`),
    ...(lines === undefined
      ? [`  the tasks' log is not shown here: see the log group ${logGroupName}`]
      : [`  log group ${logGroupName}, last ${LOG_MINUTES} minutes:${lines.length === 0 ? " nothing" : ""}`]),
    ...(lines ?? []).map((it) => `    ${it}`),
  ];
}

/** Reads the service's last events. ECS lists the newest event first. */
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
          `${name} ended with ${exitCode === undefined ? "no exit code" : `exit code ${exitCode}`}${reason ? `: ${reason}` : ""}`,
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
    if (pages === LOG_PAGES) return [...last, "(later lines were not read)"];
  }
  return last;
}
