import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import { CLIENT } from "../aws/client-options";
import { resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";
import { migrationNetwork } from "./network";

/** Options of {@link runMigration}. */
export interface MigrationOptions {
  readonly suffix: string;
  /** The command that the container runs. @default - the migration command, from the task definition or from the image */
  readonly command?: readonly string[];
  /** A callback that gets each log line of the migration when CloudWatch Logs returns the line. */
  readonly onLog: (line: string) => void;
  /** A callback that gets each new state of the task: PROVISIONING, PENDING, RUNNING, ... */
  readonly onStatus: (status: string, taskArn: string) => void;
}

/** The result of a migration. */
export interface MigrationResult {
  readonly taskArn: string;
  /** The container's exit code; `undefined` if ECS reports none. In this case, the container may have run all the same. */
  readonly exitCode: number | undefined;
  /** Text about the task's end: the exit code or what is known without it, and the reason why the task stopped, as ECS returns it. */
  readonly ending: string;
}

/**
 * Returns the text about a stopped migration task's end.
 *
 * @param logged true if the migration has logged at least one line
 */
export function endingOf(
  exitCode: number | undefined,
  { startedAt, stoppedReason = "ECS reports no reason" }: Pick<Task, "startedAt" | "stoppedReason">,
  logged: boolean,
): string {
  const without =
    startedAt === undefined && !logged
      ? "no exit code, and ECS does not report that the task had started"
      : "no exit code, but the task had started, so some or all of its work may be done";
  return `${exitCode === undefined ? without : `exit code ${exitCode}`}: ${stoppedReason}`;
}

const POLL_MILLISECONDS = 2000;

/** ECS shows this text as `startedBy` of a task that executes another command than the migration, for the comparison of a restore. */
export const COMPARISON = "npm-run-restore";

/** The log of a stopped task counts as complete after this number of successive reads without a new line. */
const QUIET_LOOKS = 3;

/**
 * Runs the environment's migration task once, and waits until the task has stopped.
 *
 * The task runs in the subnets of the application's tasks, with its own security group and its own role.
 *
 * @throws RefusedError if the task's network is not known, if a migration is already running, or if ECS does not start the task
 */
export async function runMigration({
  suffix,
  command,
  onLog,
  onStatus,
}: MigrationOptions): Promise<MigrationResult> {
  const ecs = new ECSClient(CLIENT);
  const cluster = resourceName(suffix, "ecs-cluster");
  const family = resourceName(suffix, "task-definition", "migration");
  const networkConfiguration = await migrationNetwork(ecs, new EC2Client(CLIENT), suffix);
  const { taskArns: [running] = [] } = await ecs.send(
    new ListTasksCommand({ cluster, family, desiredStatus: "RUNNING" }),
  );
  if (running !== undefined) {
    throw new RefusedError(
      `a migration is running: ${running}; wait until it has stopped, or stop it with "aws ecs stop-task"`,
    );
  }

  const { tasks: [started] = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: family, // without a revision number, ECS uses the newest revision, from the last deployment
      launchType: "FARGATE",
      networkConfiguration,
      ...(command && { overrides: { containerOverrides: [{ name: "migration", command: [...command] }] } }),
      propagateTags: "TASK_DEFINITION",
      startedBy: command === undefined ? "npm-run-migrate" : COMPARISON, // ECS accepts only letters, digits, hyphens, slashes and underscores here
    }),
  );
  const taskArn = started?.taskArn;
  if (taskArn === undefined) {
    throw new RefusedError(`ECS did not start ${family}: ${failures.map(({ reason }) => reason).join(", ")}`);
  }
  let logged = false;
  const logs = followLog(
    resourceName(suffix, "log-group", "migration"),
    `migration/migration/${taskArn.split("/").at(-1)}`,
    (line) => {
      logged = true;
      onLog(line);
    },
  );
  const task = await untilStopped(ecs, cluster, taskArn, onStatus, logs);
  const { exitCode } = task.containers?.find(({ name }) => name === "migration") ?? {};
  return { taskArn, exitCode, ending: endingOf(exitCode, task, logged) };
}

async function untilStopped(
  ecs: ECSClient,
  cluster: string,
  taskArn: string,
  onStatus: MigrationOptions["onStatus"],
  printLogs: () => Promise<number>,
): Promise<Task> {
  for (let status = ""; ; await sleep(POLL_MILLISECONDS)) {
    const { tasks: [task] = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }));
    await printLogs();
    // If a task has just been started, DescribeTasks may not return it yet.
    if (task?.lastStatus !== undefined && task.lastStatus !== status) {
      status = task.lastStatus;
      onStatus(status, taskArn);
    }
    if (task?.lastStatus === "STOPPED") {
      // The last log lines arrive some time after the task has stopped. So the log is read until no new lines come.
      for (let quiet = 0; quiet < QUIET_LOOKS; quiet = (await printLogs()) > 0 ? 0 : quiet + 1) {
        await sleep(POLL_MILLISECONDS);
      }
      return task;
    }
  }
}

/**
 * Returns a function that reads the new lines of a log stream. The returned function calls `onLog` for each new line, and then returns
 * the number of new lines. A line is new if no earlier call has read the line.
 */
function followLog(
  logGroupName: string,
  logStreamName: string,
  onLog: (line: string) => void,
): () => Promise<number> {
  const client = new CloudWatchLogsClient(CLIENT);
  let nextToken: string | undefined;
  return async () => {
    for (let lines = 0; ; ) {
      const page = await client
        .send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, nextToken }))
        .catch((error: Error) => {
          if (error instanceof ResourceNotFoundException) return undefined; // nothing has been logged yet
          throw error;
        });
      for (const { message = "" } of page?.events ?? []) {
        onLog(message);
        lines += 1;
      }
      // At the end of a log stream, CloudWatch Logs returns the same token that the request contained.
      if (page?.nextForwardToken === undefined || page.nextForwardToken === nextToken) return lines;
      nextToken = page.nextForwardToken;
    }
  };
}
