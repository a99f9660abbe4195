import { type CloudWatchClient, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import { COLORS, type Color, perColor } from "../controller/color";
import { MINUTE } from "../controller/decision";
import { COUNTS, colorMetrics, refusedMetric } from "../controller/metrics";
import type { FoundTraffic } from "../controller/traffic";
import { settled } from "./counts";
import type { Measured, Point, ReleaseTime } from "./report";

const DAY = 24 * 60 * MINUTE;

/**
 * The periods that CloudWatch's data points can have, in minutes. CloudWatch keeps the data points of each period for the number of days in
 * `days`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
const KEPT = [
  { minutes: 1, days: 15 },
  { minutes: 5, days: 63 },
  { minutes: 60, days: 455 },
] as const;

/** The greatest number of data points in a plot. More data points would make the file larger, but not the plot clearer. */
const MOST_POINTS = 720;

/**
 * Returns the period of the data points to read, in minutes. For the given time span, the function chooses the shortest period in
 * {@link KEPT} that gives at most {@link MOST_POINTS} data points. If no period gives so few data points, it chooses the longest period.
 * The function ignores periods whose data points CloudWatch no longer keeps. It returns `undefined` if no period is left.
 */
export function pointMinutes({ from, to }: ReleaseTime["shown"], now: number): number | undefined {
  const kept = KEPT.filter(({ days }) => now - from < days * DAY);
  return (kept.find(({ minutes }) => (to - from) / (minutes * MINUTE) <= MOST_POINTS) ?? kept.at(-1))
    ?.minutes;
}

/**
 * Reads from CloudWatch the numbers of requests to both colors, for the time that the report shows. If CloudWatch no longer keeps the
 * numbers of that time, returns the reason in `missing`.
 */
export async function readMeasured(
  cloudWatch: CloudWatchClient,
  traffic: FoundTraffic,
  { shown }: Pick<ReleaseTime, "shown">,
  now: number,
): Promise<Omit<Measured, "thresholds"> | { readonly missing: string }> {
  const minutes = pointMinutes(shown, now);
  if (minutes === undefined)
    return { missing: "CloudWatch keeps metrics for 455 days, and this release is older" };
  const length = minutes * MINUTE;
  const values = new Map<string, Map<number, number>>();
  const pages = paginateGetMetricData(
    { client: cloudWatch },
    {
      StartTime: new Date(Math.floor(shown.from / length) * length),
      EndTime: new Date(Math.ceil(shown.to / length) * length),
      ScanBy: "TimestampAscending",
      MetricDataQueries: [
        ...COLORS.flatMap((color) => colorMetrics(traffic, color, minutes * 60)),
        refusedMetric(traffic, minutes * 60),
      ],
    },
  );
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id = "", Timestamps = [], Values = [] } of MetricDataResults) {
      const known = values.get(Id) ?? new Map<number, number>();
      for (const [index, at] of Timestamps.entries()) known.set(at.getTime(), Values[index] ?? 0);
      values.set(Id, known);
    }
  }
  const pointsOf = (color: Color) => points((what) => values.get(`${color}_${what}`) ?? new Map());
  const refused = [...(values.get("refused") ?? [])].map(([at, requests]) => ({ at, requests }));
  return { minutes, points: perColor(pointsOf), refused };
}

type Series = ReadonlyMap<number, number>;

/**
 * Joins the metrics of a color into data points. CloudWatch writes no data point for a count of 0, so a missing count is taken as 0. If all
 * counts of a period are missing, the result has no data point for this period.
 */
function points(of: (what: keyof typeof COUNTS | "p99") => Series): readonly Point[] {
  const [requests, ...answered] = (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).map(of);
  const p99s = of("p99");
  const moments = [...new Set([...(requests ?? []), ...answered.flatMap((it) => [...it])].map(([at]) => at))];
  const counted = moments
    .sort((a, b) => a - b)
    .map((at) => {
      const asked = requests?.get(at) ?? 0;
      const well = answered.reduce((sum, it) => sum + (it.get(at) ?? 0), 0);
      const p99 = p99s.get(at);
      return {
        at,
        requests: asked,
        failed: asked - well,
        ...(Number.isFinite(p99) && p99 !== undefined && { p99 }),
      };
    });
  return settled(counted);
}
