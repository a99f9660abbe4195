import { COLORS, type Color } from "../naming/color";
import type { CloudwatchMetricAlarmMetricQuery } from "../resources/classes";

/** The alarm on failed requests ignores at most this share of a color's requests, in percent, because their clients may have hung up. */
export const HANG_UPS = 15;

/**
 * If the other color has fewer requests than this number, the alarm does not use the other color's failed share: among 10 requests, a
 * single failed request would be 10 %.
 */
const REQUESTS_TO_COMPARE = 100;

/**
 * In each data point, the alarm does not count this number of failed requests, because so few failures may be chance: among 12 requests, a
 * single failed request would be 8 %.
 */
const CHANCE = 2;

/**
 * The number of a color's failed requests is the number of its requests minus the number of its 2xx, 3xx and 4xx answers. A sum of error
 * metrics would be too small: in the case of 502, 504 and connection resets, the target has sent no answer, so the metrics of these errors
 * have no TargetGroup dimension.
 *
 * The number of failed requests includes the requests of clients that hang up (460). Hang-ups cannot be counted by color. Clients hang up
 * on both colors alike, so the failed share of the other color is subtracted. In two cases, `HANG_UPS` is subtracted instead of this share:
 * - The other color has fewer than `REQUESTS_TO_COMPARE` requests.
 * - The failed share of the other color is not below `HANG_UPS`. Then a fault of one color has perhaps broken a resource of both colors.
 *
 * A metric without data counts as 0, because in arithmetic CloudWatch takes a missing series as 0 if another series has data.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const EXPRESSIONS = {
  failed: "requests - answered_2xx - answered_3xx - answered_4xx",
  other_share:
    "100 * (other_requests - other_answered_2xx - other_answered_3xx - other_answered_4xx) / other_requests",
  // A negative other_share counts as 0. It is negative if a minute contains answers to requests of the minute before.
  hang_ups: `IF((0 * requests + other_requests >= ${REQUESTS_TO_COMPARE}) AND (other_share < ${HANG_UPS}), IF(other_share > 0, other_share, 0), ${HANG_UPS})`,
  unexplained: `100 * (failed - ${CHANCE}) / requests - hang_ups`,
  known: `100 * (0 * requests + errors + refused - ${CHANCE}) / requests`,
};

/**
 * Returns the queries for the failed share of a color's requests, in percent.
 *
 * @param atLeast the minimum number of requests in a data point. With fewer requests, the expression has no value, and the alarm has no
 * data
 * @param sum a function that returns the query for the sum of one color's metric in one data point
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
