import { COLORS, type Color } from "../naming/color";
import type { CloudwatchMetricAlarmMetricQuery } from "../resources/classes";

/**
 * Some requests fail because their clients hang up. The alarm on failed requests estimates the percentage of such requests, and subtracts
 * the estimate from the percentage of failed requests. The estimate is never larger than this number.
 */
export const HANG_UPS = 15;

/**
 * If the other color has fewer requests than this number, the alarm does not use the other color's failed share: among 10 requests, a
 * single failed request would be 10 %.
 */
const REQUESTS_TO_COMPARE = 100;

/**
 * The alarm subtracts this number from the number of failed requests in each data point. The reason: one or two failures can be chance.
 * Among 12 requests, a single failed request is 8 %.
 */
const CHANCE = 2;

/**
 * Metric math expressions. `failed` is the number of a color's requests minus the number of its 2xx, 3xx and 4xx answers. A sum of the
 * color's error metrics would be smaller than the number of failed requests. In the case of 502, 504 and connection resets, the target
 * sends no answer, so the metrics of these errors have no TargetGroup dimension and do not tell the color.
 *
 * `failed` includes hang-ups: requests whose client hung up (460). No metric has the number of hang-ups of one color. So `hang_ups` is an
 * estimate of the percentage of hang-ups. Two assumptions are made: clients hang up on both colors alike, and all failed requests of the
 * other color are hang-ups. Therefore, the estimate is the percentage of failed requests among the other color's requests. In two cases,
 * the estimate is the constant {@link HANG_UPS}:
 * - The other color has fewer than {@link REQUESTS_TO_COMPARE} requests.
 * - At least `HANG_UPS` percent of the other color's requests failed. The reason for this limit: if a new version breaks the database,
 *   requests to both colors fail. With an estimate above `HANG_UPS`, the alarm could miss these failed requests.
 *
 * The alarm uses the larger of two percentages of the color's requests:
 * - `unexplained`: the number `failed`, minus the number {@link CHANCE}, in percent of the requests. From this percentage, the estimate
 *   `hang_ups` is subtracted.
 * - `known`: the number of 5xx responses and refused connections, minus `CHANCE`, in percent of the requests. No estimate is subtracted,
 *   because clients that hang up do not cause these failures.
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
 * @param atLeast the minimum number of requests in a data point. With fewer requests, the alarm has no data
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
