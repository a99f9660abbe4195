import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Color } from "./color";
import type { FoundTraffic } from "./traffic";

/**
 * The names of the CloudWatch metrics that count a color's requests and its 2xx, 3xx and 4xx responses. A request without such a response
 * counts as failed, as in `src/constructs/failed-requests.ts`.
 */
export const COUNTS = {
  requests: "RequestCount",
  answered2xx: "HTTPCode_Target_2XX_Count",
  answered3xx: "HTTPCode_Target_3XX_Count",
  answered4xx: "HTTPCode_Target_4XX_Count",
} as const;

export interface BalancerMetric {
  readonly id: string;
  readonly name: string;
  /** The color whose target group is a dimension of the metric. @default - the metric of the whole load balancer */
  readonly color?: Color;
  /** The metric's statistic. @default "Sum" */
  readonly stat?: string;
  /** The period of one data point, in seconds. @default 60 */
  readonly period?: number;
}

/**
 * Returns the query for a metric of the whole load balancer or of one color.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function balancerMetric(
  { loadBalancerArn, targetGroupArns }: FoundTraffic,
  { id, name, color, stat = "Sum", period = 60 }: BalancerMetric,
): MetricDataQuery {
  const arn = color && targetGroupArns[color];
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        MetricName: name,
        Dimensions: [
          { Name: "LoadBalancer", Value: loadBalancerArn.split(":loadbalancer/").at(-1) },
          ...(arn === undefined
            ? []
            : [{ Name: "TargetGroup", Value: arn.slice(arn.indexOf("targetgroup/")) }]),
        ],
      },
      Period: period,
      Stat: stat,
    },
  };
}

/**
 * Returns the query for the requests that got 503 because the listener sent them to a color without targets. These requests need a separate
 * query, because `RequestCount` counts only requests for which the load balancer could choose a target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export const refusedMetric = (traffic: FoundTraffic, period?: number): MetricDataQuery =>
  balancerMetric(traffic, {
    id: "refused",
    name: "HTTPCode_ELB_503_Count",
    ...(period !== undefined && { period }),
  });

/** Returns the queries for a color's requests: their counts, and the 99th percentile of the response time. */
export const colorMetrics = (traffic: FoundTraffic, color: Color, period?: number): MetricDataQuery[] =>
  Object.entries({ ...COUNTS, p99: "TargetResponseTime" }).map(([what, name]) =>
    balancerMetric(traffic, {
      id: `${color}_${what}`,
      name,
      color,
      ...(what === "p99" && { stat: "p99" }),
      ...(period !== undefined && { period }),
    }),
  );
