import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { brief } from "./aws";
import { COLORS, type Color, type PerColor, perColor } from "./color";
import { MINUTE } from "./decision";
import { type COUNTS, colorMetrics, refusedMetric } from "./metrics";
import type { FoundTraffic } from "./traffic";

/** The metrics of the requests to one color. */
export interface ColorRequests {
  /** Requests per minute. */
  readonly rate: number;
  /** Percentage of the requests that got no 2xx, 3xx or 4xx response. @default - there were no requests */
  readonly failed?: number;
  /** The 99th percentile of the response time in the slowest minute, in seconds. @default - there were no responses */
  readonly p99?: number;
}

/** The metrics of the requests to both colors in the last complete minutes. */
export interface Requests {
  /** The start of the first minute, in milliseconds since 1970. `to` is the end of the last minute. */
  readonly from: number;
  readonly to: number;
  readonly colors: PerColor<ColorRequests>;
  /**
   * Requests per minute that the load balancer answered with 503 because the listener sent them to a color without targets. `colors` does
   * not contain these requests.
   */
  readonly refused: number;
}

/** The number of minutes for which requests are counted. */
const MINUTES = 5;
/** CloudWatch's newest data points can arrive this many minutes late. */
const ON_THE_WAY = 3;

/** Reads the metrics of the requests to both colors. @param now the time by AWS's clock */
export async function readRequests(
  cloudWatch: CloudWatchClient,
  traffic: FoundTraffic,
  now: number,
): Promise<Requests> {
  const closed = Math.floor(now / MINUTE) * MINUTE;
  const { MetricDataResults: results = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(closed - (MINUTES + ON_THE_WAY) * MINUTE),
      EndTime: new Date(closed),
      MetricDataQueries: [...COLORS.flatMap((color) => colorMetrics(traffic, color)), refusedMetric(traffic)],
    }),
    brief(),
  );
  const to = newestMinute(results, closed);
  const from = to - MINUTES * MINUTE;
  const values = (id: string) => valuesOf(results, id, from, to);
  return {
    from,
    to,
    colors: perColor((color) => requestsOf(values, color)),
    refused: sumOf(values("refused")) / MINUTES,
  };
}

/**
 * Returns the end of the newest minute for which CloudWatch has a data point. Data points of later minutes may still be missing, so these
 * minutes would look like minutes without requests.
 */
function newestMinute(results: readonly MetricDataResult[], closed: number): number {
  const minutes = results.flatMap(({ Timestamps = [] }) => Timestamps.map((it) => it.getTime() + MINUTE));
  const newest = Math.max(0, ...minutes);
  return newest < closed - ON_THE_WAY * MINUTE ? closed : newest;
}

function valuesOf(results: readonly MetricDataResult[], id: string, from: number, to: number): number[] {
  const { Timestamps = [], Values = [] } = results.find(({ Id }) => Id === id) ?? {};
  return Values.filter((_, index) => {
    const at = Timestamps[index]?.getTime() ?? 0;
    return at >= from && at < to;
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function requestsOf(values: (id: string) => readonly number[], color: Color): ColorRequests {
  const sum = (what: keyof typeof COUNTS) => sumOf(values(`${color}_${what}`));
  const requests = sum("requests");
  // The number of requests minus the number of answers may be negative: a minute may contain answers to requests of the minute before.
  const failed = Math.max(0, requests - sum("answered2xx") - sum("answered3xx") - sum("answered4xx"));
  const p99 = values(`${color}_p99`);
  return {
    rate: requests / MINUTES,
    ...(requests > 0 && { failed: (100 * failed) / requests }),
    ...(p99.length > 0 && { p99: Math.max(...p99) }),
  };
}

/**
 * Rounds a number, and returns the rounded number as text. If the number is 100 or higher, it is rounded to an integer. A number between 10
 * and 100 is rounded to one decimal place, and a smaller number to two decimal places. A positive number below 0.01 becomes `< 0.01`.
 */
export const rounded = (value: number): string =>
  value > 0 && value < 0.01
    ? "< 0.01"
    : String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));

/** Returns the requests per minute in words, such as `12.5 a minute` or `no requests`. */
export const rateWords = ({ rate }: ColorRequests): string =>
  rate === 0 ? "no requests" : `${rounded(rate)} a minute`;

export const failedWords = ({ failed }: ColorRequests): string =>
  failed === undefined ? "no requests" : `${rounded(failed)} %`;

export const p99Words = ({ p99, rate }: ColorRequests): string =>
  p99 === undefined ? (rate === 0 ? "no requests" : "no answers") : `${rounded(p99)} s`;

/** Returns the period that the metrics cover, as times of day in UTC. Example: `05:06-05:11 UTC`. */
export function minutesWords({ from, to }: Pick<Requests, "from" | "to">): string {
  const minute = (at: number) => new Date(at).toISOString().slice(11, 16);
  return `${minute(from)}-${minute(to)} UTC`;
}

/** Returns a sentence about the requests to both colors, such as `2 % of 300 requests a minute fail`. */
export function allWords({ colors, refused }: Requests): string {
  const rate = COLORS.reduce((sum, color) => sum + colors[color].rate, refused);
  if (rate === 0) return "there are no requests";
  const failed = COLORS.reduce(
    (sum, color) => sum + (colors[color].rate * (colors[color].failed ?? 0)) / 100,
    refused,
  );
  return `${rounded((100 * failed) / rate)} % of ${rounded(rate)} requests a minute fail`;
}
