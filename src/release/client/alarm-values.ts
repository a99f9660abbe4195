import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { chunks } from "../controller/chunks";
import { MINUTE } from "../controller/decision";
import { describeAlarms } from "../controller/describe-alarms";

/** The newest value of an alarm and the threshold that CloudWatch compares it with. */
export interface AlarmValue {
  /** The newest value. @default - no value: too few requests, or no data of the last minutes */
  readonly value?: number;
  /** @default - the alarm has no fixed threshold */
  readonly threshold?: number;
  /** The comparison by which the value breaches the threshold: `>`. */
  readonly comparison: string;
  /** The unit at the end of the alarm's label: `%` or `s`. @default "" */
  readonly unit: string;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};
const UNITS: Readonly<Record<string, string>> = { percent: "%", seconds: "s" };

/**
 * The most alarms in one call: an alarm has at most 20 queries, and a call takes at most 500 queries.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
const AT_ONCE = 25;

/**
 * The newest value of each alarm, by the alarm's own metrics and expressions. An alarm's `StateReasonData` holds only the value
 * of the alarm's last change of state.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 *
 * @param closed milliseconds since 1970: where the last closed minute ended
 */
export async function alarmValues(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
  closed: number,
): Promise<Record<string, AlarmValue>> {
  const { metric } = await describeAlarms(cloudWatch, names);
  const parts = chunks(metric, AT_ONCE);
  const values = await Promise.all(parts.map((part) => readValues(cloudWatch, part, closed)));
  return Object.fromEntries(values.flat());
}

async function readValues(
  cloudWatch: CloudWatchClient,
  alarms: readonly MetricAlarm[],
  closed: number,
): Promise<(readonly [name: string, value: AlarmValue])[]> {
  const asked = alarms.map((alarm, index) => ({ alarm, prefix: `a${index}_`, period: periodOf(alarm) }));
  const longest = Math.max(...asked.map(({ period }) => period));
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(closed - ageOf(longest)),
      EndTime: new Date(closed),
      ScanBy: "TimestampDescending",
      MetricDataQueries: asked.flatMap(({ alarm, prefix }) => renamed(queriesOf(alarm), prefix)),
    }),
  );
  return asked.map(({ alarm, prefix, period }) => {
    const result = MetricDataResults.find(({ Id = "" }) => Id.startsWith(prefix)); // an alarm returns exactly one query
    return [
      alarm.AlarmName ?? "",
      newestOf(alarm, result, { from: closed - ageOf(period), to: closed - period }),
    ];
  });
}

/** The greatest age of a data point: CloudWatch has some minutes late, and an older data point says nothing about now. */
const ageOf = (period: number): number => Math.max(5 * MINUTE, 2 * period);

/** @param began when the newest data point may have begun, both ends included: a data point whose period is not over lacks requests */
function newestOf(
  alarm: MetricAlarm,
  result: MetricDataResult | undefined,
  began: { readonly from: number; readonly to: number },
): AlarmValue {
  const { Threshold: threshold, ComparisonOperator: comparison = "" } = alarm;
  const { Timestamps = [], Values = [], Label = "" } = result ?? {};
  const value = Values[Timestamps.findIndex((at) => at.getTime() >= began.from && at.getTime() <= began.to)];
  return {
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
    comparison: COMPARISONS[comparison] ?? comparison,
    unit: UNITS[/, (\w+)$/.exec(Label)?.[1] ?? ""] ?? "",
  };
}

const queriesOf = (alarm: MetricAlarm): readonly MetricDataQuery[] =>
  alarm.Metrics?.length ? alarm.Metrics : [queryOf(alarm)];

/** The period of an alarm's data point, in milliseconds. */
export const periodOf = (alarm: MetricAlarm): number =>
  1000 * Math.max(60, ...queriesOf(alarm).map((it) => it.MetricStat?.Period ?? it.Period ?? 60));

/** The queries of one alarm, renamed to ids that no other alarm's queries have, also inside of the alarm's expressions. */
function renamed(queries: readonly MetricDataQuery[], prefix: string): MetricDataQuery[] {
  const ids = queries.map(({ Id = "" }) => Id);
  return queries.map((query) => ({
    ...query,
    Id: `${prefix}${query.Id}`,
    ...(query.Expression !== undefined && {
      Expression: query.Expression.replace(/\w+/g, (word) =>
        ids.includes(word) ? `${prefix}${word}` : word,
      ),
    }),
  }));
}

/** An alarm on one metric, as a query. */
const queryOf = (alarm: MetricAlarm): MetricDataQuery => ({
  Id: "value",
  MetricStat: {
    Metric: {
      Namespace: alarm.Namespace,
      MetricName: alarm.MetricName,
      Dimensions: alarm.Dimensions,
    },
    Period: alarm.Period ?? 60,
    Stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? "Average",
  },
});
