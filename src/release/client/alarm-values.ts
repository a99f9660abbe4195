import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { MINUTE } from "../controller/decision";

/** What an alarm compares. */
export interface AlarmValue {
  /** The newest one. @default - there is none: too few requests, or no data */
  readonly value?: number;
  /** @default - the alarm has no fixed one */
  readonly threshold?: number;
  /** When it is wrong: `>`. */
  readonly comparison: string;
  /** As our alarms' labels end: `%` or `s`. @default "" */
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
 * The newest value of each alarm, by the alarm's own metrics and expressions. An alarm's `StateReasonData` tells that of its last
 * change only.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 *
 * @param closed milliseconds since 1970: where the last closed minute ended
 */
export async function alarmValues(
  { cloudWatch }: { readonly cloudWatch: CloudWatchClient },
  names: readonly string[],
  closed: number,
): Promise<Record<string, AlarmValue>> {
  if (names.length === 0) return {};
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ["MetricAlarm"], MaxRecords: 100 }),
  );
  const entries = MetricAlarms.map(async (alarm) => [
    alarm.AlarmName ?? "",
    await readValue(cloudWatch, alarm, closed),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function readValue(
  cloudWatch: CloudWatchClient,
  alarm: MetricAlarm,
  closed: number,
): Promise<AlarmValue> {
  const queries = alarm.Metrics?.length ? alarm.Metrics : [queryOf(alarm)];
  const period = Math.max(60, ...queries.map((it) => it.MetricStat?.Period ?? it.Period ?? 60)) * 1000;
  const end = Math.floor(closed / period) * period; // one that is not over has not all of its requests
  const { MetricDataResults: [result] = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(end - Math.max(5 * MINUTE, 2 * period)),
      EndTime: new Date(end),
      ScanBy: "TimestampDescending",
      MetricDataQueries: queries,
    }),
  );
  const value = result?.Values?.[0];
  const { Threshold: threshold, ComparisonOperator: comparison = "" } = alarm;
  return {
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
    comparison: COMPARISONS[comparison] ?? comparison,
    unit: UNITS[/, (\w+)$/.exec(result?.Label ?? "")?.[1] ?? ""] ?? "",
  };
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
