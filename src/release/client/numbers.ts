import { GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { Aws } from "../controller/aws";
import { COLORS, type Color, type PerColor, perColor } from "../controller/color";
import { MINUTE } from "../controller/decision";
import { type COUNTS, colorMetrics } from "../controller/metrics";
import { findTraffic } from "../controller/traffic";
import { type AlarmValue, alarmValues } from "./alarm-values";
import { type Environment, namesOf } from "./environment";

/** What became of a color's requests. */
export interface Requests {
  /** A minute. */
  readonly rate: number;
  /** Percent of the requests without an answer of 2xx, 3xx or 4xx. @default - nothing was asked */
  readonly failed?: number;
  /** Seconds: of the minutes, the worst. @default - nothing was answered */
  readonly p99?: number;
}

/** Numbers of the last closed minutes. */
export interface Numbers {
  /** Milliseconds since 1970: whole minutes. */
  readonly from: number;
  readonly to: number;
  readonly colors: PerColor<Requests>;
  /** Of the alarms that exist. */
  readonly alarms: Readonly<Record<string, AlarmValue>>;
}

/** Minutes that are shown. */
const MINUTES = 5;
/** Minutes for which the newest numbers may be on their way to CloudWatch. */
const ON_THE_WAY = 3;

/** Reads the numbers of both colors and of alarms. @param now AWS's clock */
export async function readNumbers(
  aws: Pick<Aws, "cloudWatch" | "elb">,
  environment: Environment,
  { now, alarms }: { readonly now: number; readonly alarms: readonly string[] },
): Promise<Numbers> {
  const traffic = await findTraffic(aws.elb, namesOf(environment));
  const closed = Math.floor(now / MINUTE) * MINUTE;
  const [answer, values] = await Promise.all([
    aws.cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(closed - (MINUTES + ON_THE_WAY) * MINUTE),
        EndTime: new Date(closed),
        MetricDataQueries: COLORS.flatMap((color) => colorMetrics(traffic, color)),
      }),
    ),
    alarmValues(aws, alarms, closed),
  ]);
  const results = answer.MetricDataResults ?? [];
  const to = newestMinute(results, closed);
  const from = to - MINUTES * MINUTE;
  return { from, to, colors: perColor((color) => requestsOf(results, color, from, to)), alarms: values };
}

/** End of the newest minute of which there is a number: later ones may be on their way, and would look like no requests. */
function newestMinute(results: readonly MetricDataResult[], closed: number): number {
  const minutes = results.flatMap(({ Timestamps = [] }) => Timestamps.map((it) => it.getTime() + MINUTE));
  const newest = Math.max(0, ...minutes);
  return newest < closed - ON_THE_WAY * MINUTE ? closed : newest;
}

function requestsOf(results: readonly MetricDataResult[], color: Color, from: number, to: number): Requests {
  const values = (id: string): number[] => {
    const { Timestamps = [], Values = [] } = results.find(({ Id }) => Id === `${color}_${id}`) ?? {};
    return Values.filter((_, index) => {
      const at = Timestamps[index]?.getTime() ?? 0;
      return at >= from && at < to;
    });
  };
  const sum = (id: keyof typeof COUNTS) => values(id).reduce((total, value) => total + value, 0);
  const requests = sum("requests");
  // Never less than 0: what was asked in the minute before may be answered in this one.
  const failed = Math.max(0, requests - sum("answered2xx") - sum("answered3xx") - sum("answered4xx"));
  const p99 = values("p99");
  return {
    rate: requests / MINUTES,
    ...(requests > 0 && { failed: (100 * failed) / requests }),
    ...(p99.length > 0 && { p99: Math.max(...p99) }),
  };
}
