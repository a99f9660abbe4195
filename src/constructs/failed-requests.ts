import { COLORS, type Color } from "../naming/color";
import type { CloudwatchMetricAlarmMetricQuery } from "../resources/classes";

/** The greatest share of failed requests, in percent of all, that counts as clients that hang up. */
export const HANG_UPS = 15;

/** The least requests of the other color for which its failed share is used: of 10 requests, one is 10 %. */
const REQUESTS_TO_COMPARE = 100;

/** Failed requests of a data point that do not count: of 12 requests, a single one would be 8 %. */
const CHANCE = 2;

/**
 * A color's failed requests are its requests minus its good answers: 502, 504 and resets are no answers of a target, so their
 * metrics have no TargetGroup dimension. Requests of clients that hang up (460) are among the failed ones and cannot be counted
 * by color; but clients hang up on both colors alike. So the other color's failed share is subtracted, where that color has
 * enough requests; at most {@link HANG_UPS} is subtracted, because one color can break what both share. A missing series counts
 * as 0 beside an existing one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const EXPRESSIONS = {
  failed: "requests - answered_2xx - answered_3xx - answered_4xx",
  other_share:
    "100 * (other_requests - other_answered_2xx - other_answered_3xx - other_answered_4xx) / other_requests",
  // Never less than 0: a minute may hold answers to requests of the minute before.
  hang_ups: `IF((0 * requests + other_requests >= ${REQUESTS_TO_COMPARE}) AND (other_share < ${HANG_UPS}), IF(other_share > 0, other_share, 0), ${HANG_UPS})`,
  unexplained: `100 * (failed - ${CHANCE}) / requests - hang_ups`,
  known: `100 * (0 * requests + errors + refused - ${CHANCE}) / requests`,
};

/**
 * The failed share of a color's requests, in percent; below `atLeast` requests there is no value, and the alarm does not judge.
 *
 * @param sum the sum of a color's metric over one data point
 */
export function failedRequests(
  color: Color,
  atLeast: number,
  sum: (id: string, metricName: string, of: Color) => CloudwatchMetricAlarmMetricQuery,
): CloudwatchMetricAlarmMetricQuery[] {
  return [
    ...COLORS.flatMap((of) => {
      const whose = of === color ? "" : "other_";
      return [
        sum(`${whose}requests`, "RequestCount", of),
        sum(`${whose}answered_2xx`, "HTTPCode_Target_2XX_Count", of),
        sum(`${whose}answered_3xx`, "HTTPCode_Target_3XX_Count", of),
        sum(`${whose}answered_4xx`, "HTTPCode_Target_4XX_Count", of),
      ];
    }),
    sum("errors", "HTTPCode_Target_5XX_Count", color),
    sum("refused", "TargetConnectionErrorCount", color),
    ...Object.entries(EXPRESSIONS).map(([id, expression]) => ({ id, expression, returnData: false })),
    {
      id: "judged",
      label: `${color} failed requests, percent`,
      expression: `IF(requests >= ${atLeast}, MAX([unexplained, known]))`,
      returnData: true,
    },
  ];
}
