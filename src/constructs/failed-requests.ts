import { COLORS, type Color } from "../naming/color";
import type { CloudwatchMetricAlarmMetricQuery } from "../resources/classes";

/** Percent of the requests that clients that hang up may explain, at most. */
export const HANG_UPS = 15;

/** Requests of the other color from which its share of failed ones says something: of 10, one is 10 %. */
const REQUESTS_TO_COMPARE = 100;

/** Failed requests that do not count in a point: of 12 requests, a single one would be 8 %. */
const CHANCE = 2;

/**
 * What was asked of a color and not answered well, by what was asked: 502, 504 and resets are no answers of the target, and
 * are counted without a target group. Clients that hang up (460) are among them and cannot be told apart by color; but they
 * hang up on both alike. So the other color's share explains as much of this one's, where it has requests enough to say;
 * never more than {@link HANG_UPS}, because one color can break what both share.
 *
 * A series that is missing counts as 0 beside one that is there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const EXPRESSIONS = {
  failed: "requests - answered_2xx - answered_3xx - answered_4xx",
  other_share:
    "100 * (other_requests - other_answered_2xx - other_answered_3xx - other_answered_4xx) / other_requests",
  // Never less than 0: a request that was asked in the minute before may be answered in this one.
  hang_ups: `IF((0 * requests + other_requests >= ${REQUESTS_TO_COMPARE}) AND (other_share < ${HANG_UPS}), IF(other_share > 0, other_share, 0), ${HANG_UPS})`,
  unexplained: `100 * (failed - ${CHANCE}) / requests - hang_ups`,
  known: `100 * (0 * requests + errors + refused - ${CHANCE}) / requests`,
};

/**
 * The share of a color's requests that fail, in percent; no value, and so not judged, below so many requests.
 * @param sum the sum of a color's metric over one point
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
