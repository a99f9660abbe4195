import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { COMPARISON } from "../../migrate/run-migration";
import { alarmNames } from "../../naming/alarm-names";
import { resourceName } from "../../naming/names";
import { REGION } from "../../naming/region";
import { describeAlarms } from "../../release/controller/describe-alarms";
import { asListed, shownSubscriber } from "../../review/subscriber";
import { configuredAlarmNames } from "../../settings/configured-alarms";
import type { Check } from "../check";
import { cannotKnow, type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

const DAY = 86_400_000; // milliseconds

const topicOf = (suffix: string) => resourceName(suffix, "topic", "alarms");

const topicArn = ({ config, me }: Deployed["environment"]) =>
  `arn:aws:sns:${REGION}:${me.accountId}:${topicOf(config.suffix)}`;

/**
 * Checks that SNS lists a confirmed subscription for each subscriber of the settings. If an e-mail subscription is not confirmed within two
 * days, SNS deletes it. If the settings have no subscribers, the check counts the subscriptions that somebody made by hand.
 * https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
 */
async function subscriptions({ environment, aws }: Deployed): Promise<Finding> {
  const { suffix, monitoring } = environment.config;
  const { subscribers } = monitoring;
  const confirmed = new Set<string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: aws.sns },
    { TopicArn: topicArn(environment) },
  )) {
    for (const { Protocol, Endpoint, SubscriptionArn = "" } of Subscriptions) {
      if (SubscriptionArn.startsWith("arn:")) confirmed.add(`${Protocol} ${Endpoint}`);
    }
  }
  if (subscribers.length === 0) {
    return pass(
      confirmed.size === 0
        ? `monitoring.subscribers is empty, and ${topicOf(suffix)} has no confirmed subscription: nobody gets its messages`
        : `monitoring.subscribers is empty; confirmed subscriptions of ${topicOf(suffix)} that the settings do not contain: ${confirmed.size}`,
    );
  }
  const waiting = subscribers
    .filter(({ protocol, endpoint }) => !confirmed.has(`${protocol} ${asListed(endpoint)}`))
    .map(
      ({ protocol, endpoint }) =>
        `${protocol} ${protocol === "https" ? shownSubscriber(endpoint, "...") : endpoint}`,
    );
  return waiting.length === 0
    ? pass(`${subscribers.length} of ${subscribers.length} subscribers of the settings are confirmed`)
    : fail(
        `not confirmed: ${waiting.join(", ")}`,
        "follow the link in AWS's message; if the message is older than two days, npm run deploy sends a new one",
      );
}

/** Values of `TreatMissingData` with which an alarm can be OK although it has no data. */
const OK_WITHOUT_DATA: readonly (string | undefined)[] = ["notBreaching", "ignore"];

/**
 * Checks that all alarms of the settings exist, publish to the SNS topic, and are in OK. If an alarm is in INSUFFICIENT_DATA, it does not
 * detect an incident. Some alarms are OK also without data, so the state OK does not show whether these alarms have data.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
async function alarms({ environment, aws }: Deployed): Promise<Finding> {
  const { suffix } = environment.config;
  const { metric: all } = await describeAlarms(aws.cloudWatch, alarmNames(suffix));
  const named = (is: (alarm: MetricAlarm) => boolean) =>
    all.filter(is).map(({ AlarmName = "" }) => AlarmName);
  const existing = named(() => true);
  const configured = configuredAlarmNames(environment.config);
  const missing = configured.filter((name) => !existing.includes(name));
  if (missing.length === configured.length)
    return fail("the environment has no alarms", `npm run deploy -- --suffix ${suffix}`);
  const topic = topicArn(environment);
  const inAlarm = named(({ StateValue }) => StateValue === "ALARM");
  const mute = named(
    ({ ActionsEnabled, AlarmActions = [] }) => !ActionsEnabled || !AlarmActions.includes(topic),
  );
  const found = [
    ...(inAlarm.length > 0 ? [`in ALARM: ${inAlarm.join(", ")}`] : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...(mute.length > 0 ? [`not publishing to ${topicOf(suffix)}: ${mute.join(", ")}`] : []),
  ];
  if (found.length > 0) {
    const toDo = [
      ...(inAlarm.length > 0 ? ["docs/runbooks/alarms.md has the first steps"] : []),
      ...(missing.length + mute.length > 0 ? [`npm run deploy -- --suffix ${suffix}`] : []),
    ];
    return fail(found.join("; "), toDo.join("; "));
  }
  const silent = named(({ StateValue }) => StateValue !== "OK");
  if (silent.length > 0)
    return cannotKnow(
      `${silent.length} of ${all.length} alarms are in INSUFFICIENT_DATA: ${silent.join(", ")}. Alarms on requests have data only while enough requests arrive: verify again 15 minutes after the first requests`,
    );
  const unclear = named(
    ({ AlarmName = "", TreatMissingData }) =>
      configured.includes(AlarmName) && OK_WITHOUT_DATA.includes(TreatMissingData),
  ).length;
  return pass(
    `${configured.length} of ${configured.length} alarms of the settings exist, are OK, and publish to ${topicOf(suffix)}; ${unclear} of them are OK also without data, so it is not known whether they have data`,
  );
}

/**
 * Checks that the last migration task has succeeded. This ECS task creates the database users. ECS describes a stopped task for an hour.
 * After that hour, only the log of the task shows that it has run. If there is no log, the check fails only if the database is younger than
 * the log's retention. Otherwise the log may have expired.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html
 */
async function migration({ environment, aws }: Deployed): Promise<Finding> {
  const { suffix, logs } = environment.config;
  const cluster = resourceName(suffix, "ecs-cluster");
  const family = resourceName(suffix, "task-definition", "migration");
  const toDo = `npm run migrate -- --suffix ${suffix}`;
  const again = `the default migration can safely run again: ${toDo}`;
  const listed = async (desiredStatus: "RUNNING" | "STOPPED") =>
    (await aws.ecs.send(new ListTasksCommand({ cluster, family, desiredStatus }))).taskArns ?? [];
  const [[running], taskArns] = await Promise.all([listed("RUNNING"), listed("STOPPED")]);
  if (running !== undefined) return cannotKnow(`${running} is running: verify again when it has stopped`);
  if (taskArns.length > 0) {
    const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    if (tasks.length === 0)
      return cannotKnow("ECS lists a migration task, but does not describe it: verify again");
    const [newest] = tasks
      .filter(({ startedBy }) => startedBy !== COMPARISON)
      .sort((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0));
    if (newest === undefined)
      return cannotKnow(
        `ECS knows only tasks that compared the data of a restore, and no migration task; ${again}`,
      );
    // AWS may add containers of its own to the task, such as the agent of GuardDuty.
    const code = newest.containers?.find(({ name }) => name === "migration")?.exitCode;
    return code === 0
      ? pass("the last migration task stopped with exit code 0")
      : fail(
          `the last migration task stopped with ${code === undefined ? "no exit code" : `exit code ${code}`}: ${newest.stoppedReason ?? "no reason given"}`,
          toDo,
        );
  }
  const logGroupName = resourceName(suffix, "log-group", "migration");
  const { logStreams: [stream] = [] } = await aws.logs.send(
    new DescribeLogStreamsCommand({
      logGroupName,
      orderBy: "LastEventTime",
      descending: true,
      limit: 1,
    }),
  );
  if (stream !== undefined) {
    const when = new Date(stream.lastEventTimestamp ?? stream.creationTime ?? 0).toISOString();
    return cannotKnow(
      `the last task of a migration, or of a comparison after a restore, logged at ${when}, and ECS no longer knows its exit code; ${again}`,
    );
  }
  const { DBClusters: [database] = [] } = await aws.rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: resourceName(suffix, "aurora-cluster") }),
  );
  const created = database?.ClusterCreateTime;
  const { auditRetentionDays: days } = logs;
  const nothing = `ECS lists no migration task, and the log group ${logGroupName} has no log`;
  return created !== undefined && Date.now() - created.getTime() < days * DAY
    ? fail(`${nothing} since the database was created at ${created.toISOString()}`, toDo)
    : cannotKnow(
        `${nothing}. ECS lists a stopped task for an hour, and CloudWatch keeps the log for ${days} days, so a migration may have run before; ${again}`,
      );
}

/** Checks of subscriptions, alarms and the migration. */
export const OPERATIONS: readonly Check<Deployed>[] = [
  { name: "subscriptions", calls: ["sns:ListSubscriptionsByTopic"], look: subscriptions },
  { name: "alarms", calls: ["cloudwatch:DescribeAlarms"], look: alarms },
  {
    name: "migration",
    calls: ["ecs:ListTasks", "ecs:DescribeTasks", "logs:DescribeLogStreams", "rds:DescribeDBClusters"],
    look: migration,
  },
];
