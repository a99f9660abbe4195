import { Construct } from "constructs";
import { colorAlarm } from "../naming/alarm-names";
import type { Color } from "../naming/color";
import { resourceName } from "../naming/names";
import type {
  CloudwatchMetricAlarm,
  EcsCluster,
  EcsService,
  Lb,
  LbTargetGroup,
  SnsTopic,
} from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { alarm } from "./alarm";

export interface ColorAlarmsProps {
  readonly suffix: string;
  readonly topic: SnsTopic;
  readonly color: Color;
  readonly loadBalancer: Lb;
  readonly targetGroup: LbTargetGroup;
  readonly cluster: EcsCluster;
  /** Fewest tasks that autoscaling keeps. */
  readonly minTasks: number;
  readonly thresholds: Pick<EnvironmentSettings["monitoring"], "maxErrorPercent" | "maxLatencySeconds">;
}

/** Fewer requests a minute than this say nothing about an error rate. */
const MIN_REQUESTS = 10;

/** The alarms of one color. */
export class ColorAlarms extends Construct {
  /**
   * Error rate and latency: they judge what the color answers, are silent without requests, and so can roll back a
   * deployment. The others would end the first deployment of all, and are for people.
   */
  public readonly deployment: readonly CloudwatchMetricAlarm[];
  private readonly props: ColorAlarmsProps;

  public constructor(scope: Construct, id: string, props: ColorAlarmsProps) {
    super(scope, id);
    const { suffix, topic, color, loadBalancer, targetGroup, thresholds } = props;
    const dimensions = { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: targetGroup.arnSuffix };
    const logs = `Look at the log group ${resourceName(suffix, "log-group", color)}`;
    const query = (queryId: string, metricName: string, stat = "Sum") => ({
      id: queryId,
      metric: { namespace: "AWS/ApplicationELB", metricName, dimensions, stat, period: 60 },
    });

    const errorRate = alarm(this, colorAlarm(color, "5xx-rate"), {
      suffix,
      topic,
      description: `The ${color} tasks answer more than ${thresholds.maxErrorPercent} % of their requests with 5xx. ${logs}; if ${color} has just been released or deployed, roll back first.`,
      metricQuery: [
        query("errors", "HTTPCode_Target_5XX_Count"),
        query("refused", "TargetConnectionErrorCount"), // which callers see as 502
        query("requests", "RequestCount"),
        {
          id: "rate",
          label: `${color} 5xx rate, percent`,
          expression: `IF(requests >= ${MIN_REQUESTS}, 100 * (FILL(errors, 0) + FILL(refused, 0)) / requests, 0)`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: thresholds.maxErrorPercent,
      points: { breaching: 2, of: 2 },
    });
    const latency = alarm(this, colorAlarm(color, "p99-latency"), {
      suffix,
      topic,
      description: `One in a hundred requests waits more than ${thresholds.maxLatencySeconds} s for the ${color} tasks. Compare CPU, memory and database load on the dashboard ${resourceName(suffix, "dashboard")}.`,
      // By itself, a percentile alarm would stand still below 1000 requests a minute.
      metricQuery: [
        query("p99", "TargetResponseTime", "p99"),
        query("requests", "RequestCount"),
        {
          id: "latency",
          label: `${color} p99 latency, seconds`,
          expression: `IF(requests >= ${MIN_REQUESTS}, p99, 0)`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: thresholds.maxLatencySeconds,
      points: { breaching: 3, of: 3 },
    });
    alarm(this, colorAlarm(color, "unhealthy-hosts"), {
      suffix,
      topic,
      description: `At least one ${color} task fails its health check and gets no traffic. ${logs}, and at the events of the service ${resourceName(suffix, "ecs-service", color)}.`,
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions,
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      points: { breaching: 3, of: 3 },
    });
    this.deployment = [errorRate, latency];
    this.props = props;
  }

  /** Adds the alarm on too few tasks: after the service, or it would be in ALARM while the first deployment waits for Aurora. */
  public watch(service: EcsService): void {
    const { suffix, topic, color, cluster, minTasks } = this.props;
    alarm(this, colorAlarm(color, "running-tasks"), {
      suffix,
      topic,
      description: `Fewer than ${minTasks} ${color} tasks are running, or none reports. Look at the stopped tasks and the events of the service ${resourceName(suffix, "ecs-service", color)}.`,
      namespace: "ECS/ContainerInsights",
      metricName: "RunningTaskCount",
      dimensions: { ClusterName: cluster.name, ServiceName: service.name },
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: minTasks,
      points: { breaching: 5, of: 5 },
      noData: minTasks > 0 ? "wrong" : "fine",
    });
  }
}
