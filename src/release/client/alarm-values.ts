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

/** The newest value of the metric that an alarm watches, and the threshold with which CloudWatch compares this value. */
export interface AlarmValue {
  /**
   * The value of the newest data point. @default - CloudWatch has no data point of the last minutes for the alarm, for example
   * because there were too few requests
   */
  readonly value?: number;
  /** The alarm's threshold. @default - the alarm has no fixed threshold */
  readonly threshold?: number;
  /** The operator with which a value is compared with the threshold, such as `>`. */
  readonly comparison: string;
  /** The unit of the value: `%` or `s`. It is empty if the metric's label does not end with a unit. */
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
 * The greatest number of alarms whose values one call of GetMetricData reads. An alarm has at most 20 metric queries, and one call may have
 * at most 500 metric queries.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
const AT_ONCE = 25;

/**
 * Reads the newest value of each alarm from CloudWatch, with the alarm's own metrics and expressions. The alarm's `StateReasonData` is not
 * used, because it contains the value from the time at which the alarm's state last changed.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 *
 * @param closed the end of the last complete minute, in milliseconds since 1970
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
    const result = MetricDataResults.find(({ Id = "" }) => Id.startsWith(prefix)); // exactly one query of an alarm returns data
    return [
      alarm.AlarmName ?? "",
      newestOf(alarm, result, { from: closed - ageOf(period), to: closed - period }),
    ];
  });
}

/**
 * Returns the age up to which a data point is shown, in milliseconds. CloudWatch receives some data points minutes late, so the newest data
 * point may be a few minutes old. A data point that is older than this limit says nothing about the present.
 */
const ageOf = (period: number): number => Math.max(5 * MINUTE, 2 * period);

/**
 * Returns the value of an alarm's newest data point whose period begins in the range `began`. The returned object also contains the alarm's
 * threshold, the comparison operator and the unit.
 *
 * @param began the earliest time (`from`) and the latest time (`to`) at which the data point's period can begin, in milliseconds since
 * 1970. A period that begins after `to` has not ended yet. The data point of such a period lacks some requests
 */
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

/** Returns the period of an alarm's data points, in milliseconds. */
export const periodOf = (alarm: MetricAlarm): number =>
  1000 * Math.max(60, ...queriesOf(alarm).map((it) => it.MetricStat?.Period ?? it.Period ?? 60));

/**
 * Puts a prefix before the ids of an alarm's queries, because no two queries of a call may have the same id. The ids in the alarm's
 * expressions get the same prefix.
 */
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

/** Returns the metric query for an alarm that watches one metric without an expression. */
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
