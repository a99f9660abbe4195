import { Construct } from "constructs";
import { colorAlarm } from "../naming/alarm-names";
import { type Color, otherColor } from "../naming/color";
import { resourceName } from "../naming/names";
import type {
  CloudwatchMetricAlarm,
  EcsCluster,
  EcsService,
  Lb,
  LbTargetGroup,
  SnsTopic,
} from "../resources/classes";
import { MIN_REQUESTS_PER_MINUTE as MIN_REQUESTS, releaseAlarmPoints } from "../settings/release-alarms";
import type { EnvironmentSettings } from "../settings/schema";
import { alarm, measured, reference } from "./alarm";
import { failedRequests, HANG_UPS } from "./failed-requests";

export interface ColorAlarmsProps {
  readonly suffix: string;
  readonly topic: SnsTopic;
  readonly color: Color;
  readonly loadBalancer: Lb;
  /**
   * The target groups of both colors. Some requests fail because clients hang up. To estimate the share of these requests, a color's alarms
   * on failed requests use the share of failed requests in the other color's target group.
   */
  readonly targetGroups: Readonly<Record<Color, LbTargetGroup>>;
  readonly cluster: EcsCluster;
  /** Number of seconds after a task's start in which ECS ignores failed health checks. */
  readonly healthCheckGracePeriodSeconds: number;
  /**
   * The minimum number of tasks. If this number is 0, the alarm `running-tasks` treats missing data as not breaching. Otherwise the alarm
   * treats missing data as breaching.
   */
  readonly minTasks: number;
  readonly thresholds: Pick<EnvironmentSettings["monitoring"], "maxErrorPercent" | "maxLatencySeconds">;
}

/** The alarms of one color. */
export class ColorAlarms extends Construct {
  /**
   * The alarms that make ECS roll a deployment back: the alarms on failed requests and on latency, each with a period of one minute.
   * During the first deployment there are no requests. Then these two alarms have no data, so they cannot make that deployment fail.
   *
   * All other alarms of the color stop releases and notify people, but ECS does not watch them during a deployment. Some of them would make
   * the first deployment fail. The others have longer periods, and each deployment would wait for these periods.
   */
  public readonly deployment: readonly CloudwatchMetricAlarm[];
  private readonly props: ColorAlarmsProps;

  public constructor(scope: Construct, id: string, props: ColorAlarmsProps) {
    super(scope, id);
    const { suffix, topic, color, loadBalancer, targetGroups, thresholds } = props;
    const other = otherColor(color);
    const ofTargets = (of: Color) => ({
      LoadBalancer: reference(loadBalancer, "arn_suffix"),
      TargetGroup: reference(targetGroups[of], "arn_suffix"),
    });
    const dimensions = { blue: ofTargets("blue"), green: ofTargets("green") };
    const points = releaseAlarmPoints(props.healthCheckGracePeriodSeconds);
    const logs = `Look at the log group ${resourceName(suffix, "log-group", color)}`;
    const dashboard = `the dashboard ${resourceName(suffix, "dashboard")}`;
    const metric = (id: string, metricName: string, of: Color = color, stat = "Sum", period = 60) =>
      measured(id, { namespace: "AWS/ApplicationELB", metricName, dimensions: dimensions[of], stat, period });
    const whatFails = `More than ${thresholds.maxErrorPercent} % of the requests to ${color} fail: they are answered with 5xx, refused, or not answered. Requests of clients that hang up are not answered either, so the alarm subtracts from the requests without an answer the share that fails on ${other}: at most ${HANG_UPS} %, and ${HANG_UPS} % if ${other} has too few requests.`;
    const whatToDo = `${logs}; if ${color} has just been released or deployed, roll back first.`;
    const failed = alarm(this, colorAlarm(color, "failed-requests"), {
      suffix,
      topic,
      description: `${whatFails} Requests are not judged (INSUFFICIENT_DATA) below ${MIN_REQUESTS} requests a minute. ${whatToDo}`,
      metricQuery: failedRequests(color, MIN_REQUESTS, metric),
      comparison: "GreaterThanThreshold",
      threshold: thresholds.maxErrorPercent,
      points: points["failed-requests"],
      noData: "not judged",
    });
    alarm(this, colorAlarm(color, "quiet-failed-requests"), {
      suffix,
      topic,
      description: `${whatFails} The alarm judges 5 minutes together, because a minute has too few requests in quiet hours, or if ${color} has a small share of the traffic. Requests are not judged (INSUFFICIENT_DATA) below ${MIN_REQUESTS_QUIET} requests in 5 minutes. ${whatToDo}`,
      metricQuery: failedRequests(color, MIN_REQUESTS_QUIET, (id, name, of) =>
        metric(id, name, of, "Sum", points["quiet-failed-requests"].periodSeconds),
      ),
      comparison: "GreaterThanThreshold",
      threshold: thresholds.maxErrorPercent,
      points: points["quiet-failed-requests"],
      noData: "not judged",
    });
    const latency = alarm(this, colorAlarm(color, "p99-latency"), {
      suffix,
      topic,
      description: `One in a hundred requests waits more than ${thresholds.maxLatencySeconds} s for the ${color} tasks. If a minute has fewer than ${REQUESTS_FOR_P99} requests, this alarm requires one slow request in ten, and not one in a hundred. Requests are not judged (INSUFFICIENT_DATA) below ${MIN_REQUESTS} requests a minute. Compare CPU, memory and database load on ${dashboard}.`,
      // If a minute has fewer than REQUESTS_FOR_P99 requests, the alarm uses p90, because a single slow request would decide p99.
      metricQuery: [
        metric("p99", "TargetResponseTime", color, "p99"),
        metric("p90", "TargetResponseTime", color, "p90"),
        metric("requests", "RequestCount"),
        {
          id: "latency",
          label: `${color} p99 latency, seconds`,
          // Requests that time out have no TargetResponseTime, and IF takes a missing value as 0. Without the condition p99 > 0, such
          // requests would look fast.
          expression: `IF((p99 > 0) AND (requests >= ${REQUESTS_FOR_P99}), p99, IF((p90 > 0) AND (requests >= ${MIN_REQUESTS}), p90))`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: thresholds.maxLatencySeconds,
      points: points["p99-latency"],
      noData: "not judged",
    });
    alarm(this, colorAlarm(color, "unhealthy-hosts"), {
      suffix,
      topic,
      description: `At least one ${color} task fails its health check. It gets no traffic, except if all ${color} tasks fail the check. ${logs}, and at the events of the service ${resourceName(suffix, "ecs-service", color)}.`,
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions: dimensions[color],
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      points: points["unhealthy-hosts"],
    });
    this.deployment = [failed, latency];
    this.props = props;
  }

  /**
   * Adds the alarm on too few running tasks. Terraform creates this alarm after the service. Otherwise the alarm would be in ALARM while
   * the first deployment waits for Aurora.
   */
  public watch(service: EcsService): void {
    const { suffix, topic, color, cluster, minTasks } = this.props;
    const points = releaseAlarmPoints(this.props.healthCheckGracePeriodSeconds);
    const dimensions = { ClusterName: reference(cluster, "name"), ServiceName: reference(service, "name") };
    const metric = (id: string, metricName: string, stat: string) =>
      measured(id, { namespace: "ECS/ContainerInsights", metricName, dimensions, stat });
    alarm(this, colorAlarm(color, "running-tasks"), {
      suffix,
      topic,
      description: `In 8 of the last 10 minutes, fewer than 3 in 4 of the desired ${color} tasks were running${minTasks > 0 ? ", or ECS sent no metrics" : ""}. Look at the stopped tasks and the events of the service ${resourceName(suffix, "ecs-service", color)}.`,
      metricQuery: [
        metric("running", "RunningTaskCount", "Minimum"),
        metric("desired", "DesiredTaskCount", "Minimum"),
        {
          id: "share",
          label: `${color} running tasks, percent of those desired`,
          // A color that is scaled to zero has 0 desired tasks, and the division by 0 gives no data.
          expression: "100 * running / desired",
          returnData: true,
        },
      ],
      comparison: "LessThanThreshold",
      threshold: 75,
      points: points["running-tasks"],
      noData: minTasks > 0 ? "wrong" : "fine",
    });
  }
}

/** With fewer requests than this number in five minutes, the alarm `quiet-failed-requests` has no data. */
const MIN_REQUESTS_QUIET = 5;

/**
 * The smallest number of requests a minute for which the latency alarm uses p99. If there are fewer than 100 requests, a single request is
 * more than 1 % of them.
 */
const REQUESTS_FOR_P99 = 100;
