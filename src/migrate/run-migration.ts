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

export interface MigrationOptions {
  readonly suffix: string;
  /** The container's command. @default - the command of the task definition, which is the migration */
  readonly command?: readonly string[];
  /** Called with each line that the migration logs, as it comes. */
  readonly onLog: (line: string) => void;
  /** Called with each new state of the task: PROVISIONING, PENDING, RUNNING, ... */
  readonly onStatus: (status: string, taskArn: string) => void;
}

/** The result of a migration. */
export interface MigrationResult {
  readonly taskArn: string;
  /** The container's exit code; `undefined` when the container never started. */
  readonly exitCode: number | undefined;
  /** ECS's own words for why the task ended. */
  readonly reason: string;
}

const POLL_MILLISECONDS = 2000;

/** The number of reads without a new line after which a log counts as complete. */
const QUIET_LOOKS = 3;

/**
 * Runs the environment's migration task once and waits for its end.
 *
 * The task runs in the subnets of the application's tasks, with a security group and a role of its own.
 *
 * @throws RefusedError when the environment is not there or a migration is under way
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
      `a migration is under way: ${running}; wait for its end, or stop it with "aws ecs stop-task"`,
    );
  }

  const { tasks: [started] = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: family, // its newest revision: what the last deploy made
      launchType: "FARGATE",
      networkConfiguration,
      ...(command && { overrides: { containerOverrides: [{ name: "migration", command: [...command] }] } }),
      propagateTags: "TASK_DEFINITION",
      startedBy: "npm-run-migrate", // ECS takes letters, digits, hyphens, slashes and underscores only
    }),
  );
  const taskArn = started?.taskArn;
  if (taskArn === undefined) {
    throw new RefusedError(`ECS did not start ${family}: ${failures.map(({ reason }) => reason).join(", ")}`);
  }
  const logs = followLog(
    resourceName(suffix, "log-group", "migration"),
    `migration/migration/${taskArn.split("/").at(-1)}`,
    onLog,
  );
  const task = await untilStopped(ecs, cluster, taskArn, onStatus, logs);
  return { taskArn, exitCode: task.containers?.[0]?.exitCode, reason: task.stoppedReason ?? "unknown" };
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
    // A task that has just been started may not be listed yet.
    if (task?.lastStatus !== undefined && task.lastStatus !== status) {
      status = task.lastStatus;
      onStatus(status, taskArn);
    }
    if (task?.lastStatus === "STOPPED") {
      // The last lines arrive a little after the end: until nothing has come for a while.
      for (let quiet = 0; quiet < QUIET_LOOKS; quiet = (await printLogs()) > 0 ? 0 : quiet + 1) {
        await sleep(POLL_MILLISECONDS);
      }
      return task;
    }
  }
}

/** Prints, at each call, the new lines of a log stream, and returns their number. */
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
      // The end of a stream gives back the token that it was asked with.
      if (page?.nextForwardToken === undefined || page.nextForwardToken === nextToken) return lines;
      nextToken = page.nextForwardToken;
    }
  };
}
