import { DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { alarmNames } from "../../naming/alarm-names";
import { resourceName } from "../../naming/names";
import { REGION } from "../../naming/region";
import { describeAlarms } from "../../release/controller/describe-alarms";
import type { Check } from "../check";
import { cannotKnow, type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

/**
 * Checks that all subscriptions of the SNS topic for alarms are confirmed. If an e-mail subscription is not confirmed within two days, SNS
 * deletes it.
 * https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
 */
async function subscriptions({ environment, aws }: Deployed): Promise<Finding> {
  const { config, me } = environment;
  const { subscribers } = config.monitoring;
  if (subscribers.length === 0) return pass("monitoring.subscribers is empty: alarms notify nobody");
  const TopicArn = `arn:aws:sns:${REGION}:${me.accountId}:${resourceName(config.suffix, "topic", "alarms")}`;
  const confirmed = new Set<string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: aws.sns },
    { TopicArn },
  )) {
    for (const { Endpoint = "", SubscriptionArn = "" } of Subscriptions) {
      if (SubscriptionArn.startsWith("arn:")) confirmed.add(Endpoint);
    }
  }
  const waiting = subscribers.filter(({ endpoint }) => !confirmed.has(endpoint));
  return waiting.length === 0
    ? pass(`${subscribers.length} of ${subscribers.length} are confirmed`)
    : fail(
        `not confirmed: ${waiting.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).join(", ")}`,
        "follow the link in AWS's message; if the message is older than two days, npm run deploy sends a new one",
      );
}

/**
 * Checks that all alarms have data, and that no alarm is in ALARM. If an alarm has no data, it does not detect an incident.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
async function alarms({ environment, aws }: Deployed): Promise<Finding> {
  const { suffix } = environment.config;
  const { metric, composite } = await describeAlarms(aws.cloudWatch, alarmNames(suffix));
  const all = [...metric, ...composite];
  const named = (state: string) =>
    all.filter(({ StateValue }) => StateValue === state).map(({ AlarmName = "" }) => AlarmName);
  const [inAlarm, silent] = [named("ALARM"), named("INSUFFICIENT_DATA")];
  if (all.length === 0) return fail("the environment has no alarms", `npm run deploy -- --suffix ${suffix}`);
  if (inAlarm.length > 0) return fail(`in ALARM: ${inAlarm.join(", ")}`, "see docs/alarms.md");
  return silent.length === 0
    ? pass(`${all.length} alarms have data, and none is in ALARM`)
    : cannotKnow(
        `${silent.length} of ${all.length} alarms have no data yet: ${silent.join(", ")}. Alarms on requests get data with the first requests; verify again in 15 minutes`,
      );
}

/**
 * Checks that the last migration task has succeeded. This ECS task creates the database users. ECS describes a stopped task for an hour.
 * After that hour, only the log of the task shows that it has run.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html
 */
async function migration({ environment, aws }: Deployed): Promise<Finding> {
  const { suffix } = environment.config;
  const cluster = resourceName(suffix, "ecs-cluster");
  const family = resourceName(suffix, "task-definition", "migration");
  const toDo = `npm run migrate -- --suffix ${suffix}`;
  const listed = async (desiredStatus: "RUNNING" | "STOPPED") =>
    (await aws.ecs.send(new ListTasksCommand({ cluster, family, desiredStatus }))).taskArns ?? [];
  const [[running], taskArns] = await Promise.all([listed("RUNNING"), listed("STOPPED")]);
  if (running !== undefined) return cannotKnow(`${running} is running: verify again when it has stopped`);
  if (taskArns.length > 0) {
    const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    const [newest] = tasks.sort(
      (one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0),
    );
    const code = newest?.containers?.[0]?.exitCode;
    return code === 0
      ? pass("the last migration task stopped with exit code 0")
      : fail(
          `the last migration task stopped with ${code === undefined ? "no exit code" : `exit code ${code}`}: ${newest?.stoppedReason ?? "no reason given"}`,
          toDo,
        );
  }
  const { logStreams: [stream] = [] } = await aws.logs.send(
    new DescribeLogStreamsCommand({
      logGroupName: resourceName(suffix, "log-group", "migration"),
      orderBy: "LastEventTime",
      descending: true,
      limit: 1,
    }),
  );
  if (stream === undefined) return fail("no migration task has run: the database has no users", toDo);
  const when = new Date(stream.lastEventTimestamp ?? stream.creationTime ?? 0).toISOString();
  return cannotKnow(
    `the last migration task logged at ${when}, and ECS no longer knows its exit code; a migration can safely run again: ${toDo}`,
  );
}

/** Checks of subscriptions, alarms and the migration. */
export const OPERATIONS: readonly Check<Deployed>[] = [
  { name: "subscriptions", calls: ["sns:ListSubscriptionsByTopic"], look: subscriptions },
  { name: "alarms", calls: ["cloudwatch:DescribeAlarms"], look: alarms },
  {
    name: "migration",
    calls: ["ecs:ListTasks", "ecs:DescribeTasks", "logs:DescribeLogStreams"],
    look: migration,
  },
];
