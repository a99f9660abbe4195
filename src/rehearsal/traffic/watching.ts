import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricDatum,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { alarmDefinition, alarmWatch, type SynthesizedAlarm } from "../../alarms/definition";
import { describedAlarm } from "../../alarms/described";
import { MINUTES_BEFORE } from "../../alarms/incidents";
import { exactly, type Minute, readKey } from "../../alarms/measured";
import { Published } from "../../alarms/published";
import { ORDINARY } from "../../alarms/situation";
import { alarmNames } from "../../naming/alarm-names";
import { COLORS } from "../../naming/color";
import { resourceName } from "../../naming/names";
import { ZONES } from "../../naming/region";
import type { Emulator } from "../emulator";
import type { FunctionClock } from "../function-clock";
import type { Clock } from "./clock";

/** The metrics and the alarms' states of one minute on the rehearsal's clock. */
export interface WatchedMinute {
  /** The time when the minute ended, in milliseconds since 1970. */
  readonly endedAt: number;
  readonly metrics: Minute;
  /**
   * The time from the planned end of the watched minute until the rehearsal has evaluated the alarms for this minute, in seconds on the
   * rehearsal's clock. AWS does not have this delay.
   */
  readonly lateSeconds: number;
  /** The state of each alarm after the watched minute (a minute on the rehearsal's clock). */
  readonly alarms: Readonly<Record<string, string>>;
}

/** Does the work of CloudWatch: it publishes metrics to the emulator, and evaluates the deployed alarms as their definitions say. */
export class Watching {
  public readonly minutes: WatchedMinute[] = [];
  private readonly published: Minute[] = [];
  private readonly cloudWatch: CloudWatchClient;
  private readonly ecs: ECSClient;
  private readonly functionClock: FunctionClock;
  /**
   * For each alarm's definition: the function that evaluates the alarm. A new or changed alarm is also evaluated with the metrics of
   * earlier minutes.
   */
  private readonly watches = new Map<string, ReturnType<typeof alarmWatch>>();

  public constructor(
    private readonly suffix: string,
    private readonly clock: Clock,
    { client, functionClock }: Emulator,
  ) {
    this.functionClock = functionClock;
    this.cloudWatch = new CloudWatchClient(client);
    this.ecs = new ECSClient(client);
  }

  /**
   * Publishes the metrics of a minute and evaluates the alarms.
   *
   * @param counted the metrics of the load balancer
   * @param endedAt the time when the minute ended and its requests were counted, in milliseconds since 1970
   * @param dueAt the time when the minute should have ended, in milliseconds since 1970. @default - `endedAt`: the rehearsal was not late
   */
  public async minute(counted: Minute, endedAt: number, dueAt = endedAt): Promise<void> {
    const ran = { ...(await this.tasks()), ...this.database(), ...this.controller() };
    // The environment already ran before the traffic began, so metrics of earlier minutes are added. Without these metrics, alarms that
    // treat missing data as breaching would be in ALARM for some minutes.
    if (this.published.length === 0) this.published.push(...Array(MINUTES_BEFORE).fill(ran));
    const metrics = { ...counted, ...ran };
    // The timestamp is a time on the clock of the Lambda functions, because these functions query the metrics of whole minutes. It is the
    // middle of the minute. So a delay does not move the timestamp into another minute.
    await this.publish(metrics, new Date(this.functionClock.at(endedAt - this.clock.minute / 2)));
    const alarms = await this.judge(metrics);
    const lateSeconds = this.clock.seconds(Date.now() - dueAt);
    this.minutes.push({ endedAt, metrics, lateSeconds, alarms });
  }

  private async judge(minute: Minute): Promise<Record<string, string>> {
    const { MetricAlarms = [] } = await this.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: alarmNames(this.suffix), MaxRecords: 100 }),
    );
    const states: Record<string, string> = {};
    for (const alarm of MetricAlarms) {
      const described = describedAlarm(alarm);
      const definition = JSON.stringify(described);
      const watch = this.watches.get(definition) ?? this.watch(described);
      this.watches.set(definition, watch);
      const state = watch(minute);
      states[described.alarm_name] = state;
      if (state === alarm.StateValue) continue;
      await this.cloudWatch.send(
        new SetAlarmStateCommand({
          AlarmName: alarm.AlarmName,
          StateValue: state,
          StateReason: `after rehearsed minute ${this.minutes.length + 1}, by the alarm's definition`,
        }),
      );
    }
    this.published.push(minute);
    return states;
  }

  private watch(alarm: SynthesizedAlarm): ReturnType<typeof alarmWatch> {
    const watch = alarmWatch(alarmDefinition(alarm, exactly));
    for (const minute of this.published) watch(minute);
    return watch;
  }

  private async publish(metrics: Minute, Timestamp: Date): Promise<void> {
    const data = Object.entries(metrics).map(([key, samples]) => {
      const { namespace, metricName, dimensions } = readKey(key);
      const datum: MetricDatum = {
        MetricName: metricName,
        Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
        Timestamp,
        Values: samples.map(([value]) => value),
        Counts: samples.map(([, times]) => times),
      };
      return { namespace, datum };
    });
    const namespaces = [...new Set(data.map(({ namespace }) => namespace))];
    // All calls run at the same time. On a busy machine, sequential calls would take longer than a minute on the rehearsal's clock, and the
    // release controller would see no requests.
    await Promise.all(
      namespaces.map((Namespace) => {
        const MetricData = data.filter(({ namespace }) => namespace === Namespace).map(({ datum }) => datum);
        return this.cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
      }),
    );
  }

  private async tasks(): Promise<Minute> {
    const cluster = resourceName(this.suffix, "ecs-cluster");
    const names = COLORS.map((color) => resourceName(this.suffix, "ecs-service", color));
    const { services = [] } = await this.ecs.send(new DescribeServicesCommand({ cluster, services: names }));
    const published = new Published();
    for (const { serviceName = "", desiredCount = 0, runningCount = 0 } of services) {
      const subject = exactly({ ClusterName: cluster, ServiceName: serviceName });
      published.sample("ECS/ContainerInsights", "DesiredTaskCount", subject, desiredCount);
      published.sample("ECS/ContainerInsights", "RunningTaskCount", subject, runningCount);
    }
    return published.metrics;
  }

  /** Returns the metrics of a healthy database. These metrics are made up, because the rehearsal's requests do not reach a database. */
  private database(): Minute {
    const [{ cpu, connections, acu, uptime = 0, freeableMemory }] = ORDINARY.instances;
    const subject = exactly({ DBClusterIdentifier: resourceName(this.suffix, "aurora-cluster") });
    const published = new Published();
    for (const [metric, value] of Object.entries({
      CPUUtilization: cpu,
      DatabaseConnections: connections,
      ACUUtilization: acu,
      FreeableMemory: freeableMemory,
      MaximumUsedTransactionIDs: ORDINARY.transactionIds,
      AuroraReplicaLagMaximum: ORDINARY.replicaLag,
    })) {
      published.sample("AWS/RDS", metric, subject, value);
    }
    for (const zone of ZONES.slice(0, 2)) {
      const DBInstanceIdentifier = resourceName(this.suffix, "aurora-instance", zone);
      published.sample("AWS/RDS", "EngineUptime", exactly({ DBInstanceIdentifier }), uptime);
    }
    return published.metrics;
  }

  /**
   * Returns the metrics of the release controller for one minute: one invocation and no error. These metrics are made up. The rehearsal
   * reports a failed invocation of the controller separately: see src/rehearsal/ticks.ts.
   */
  private controller(): Minute {
    const subject = exactly({ FunctionName: resourceName(this.suffix, "release-controller") });
    const published = new Published();
    published.sample("AWS/Lambda", "Invocations", subject, 1);
    published.sample("AWS/Lambda", "Errors", subject, 0);
    return published.metrics;
  }
}
