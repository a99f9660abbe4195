import { type AlarmState, alarmState, type Breach, type Judgement, MORE_POINTS } from "./evaluate";
import { type Minute, metricKey, type Samples, statisticOf, subjectOf } from "./measured";
import { metricMath, type Point } from "./metric-math";

/** A CloudWatch metric alarm in the form in which this code evaluates it. */
export interface AlarmDefinition extends Judgement {
  readonly name: string;
  readonly description: string;
  /** The period of one data point, in seconds. */
  readonly period: number;
  readonly threshold: number;
  readonly comparison: string;
  /** ARNs of the SNS topics to which the alarm publishes a message when it goes to ALARM. Empty if it notifies nobody. */
  readonly actions: readonly string[];
  readonly metrics: readonly Metric[];
  /** Computes the value that the alarm compares with its threshold. `read` returns the value of the metric with a given id. */
  readonly value: (read: (id: string) => Point) => Point;
}

/** A metric of an alarm. `key` is the property of a {@link Minute} that contains the metric's samples. */
interface Metric {
  readonly id: string;
  readonly key: string;
  readonly statistic: string;
}

/** The arguments that this code reads from an `aws_cloudwatch_metric_alarm` in Terraform's JSON. */
export interface SynthesizedAlarm {
  readonly alarm_name: string;
  readonly alarm_description: string;
  readonly alarm_actions?: readonly string[];
  readonly comparison_operator: string;
  readonly threshold: number;
  readonly evaluation_periods: number;
  readonly datapoints_to_alarm?: number;
  readonly treat_missing_data?: Judgement["treatMissingData"];
  readonly period?: number;
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly statistic?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly metric_query?: readonly {
    readonly id: string;
    readonly expression?: string;
    readonly return_data?: boolean;
    readonly metric?: {
      readonly namespace: string;
      readonly metric_name: string;
      readonly stat: string;
      readonly period: number;
      readonly dimensions: Readonly<Record<string, string>>;
    };
  }[];
}

/**
 * Converts an alarm of Terraform's JSON into the form in which this code evaluates it.
 *
 * @param subject a function that computes a metric's subject from its dimensions. The subject is a short name, such as `blue`, of the
 * resource that the metric is about. It distinguishes metrics of the same name
 * @throws Error if the alarm uses a feature that this code cannot evaluate
 */
export function alarmDefinition(
  alarm: SynthesizedAlarm,
  subject: (dimensions: Readonly<Record<string, string>>) => string = subjectOf,
): AlarmDefinition {
  const { metric_query: queries = [], evaluation_periods: evaluationPeriods } = alarm;
  const metrics = queries.flatMap(({ id, metric }) => (metric === undefined ? [] : [{ id, ...metric }]));
  const expressions = new Map(
    queries.flatMap(({ id, expression }) => (expression === undefined ? [] : [[id, metricMath(expression)]])),
  );
  const decides = queries.find((it) => it.return_data === true)?.id ?? "metric";
  const single = {
    id: "metric",
    namespace: alarm.namespace ?? "",
    metric_name: alarm.metric_name ?? "",
    stat: alarm.statistic ?? "",
    period: alarm.period ?? 0,
    dimensions: alarm.dimensions ?? {},
  };
  const all = queries.length === 0 ? [single] : metrics;
  const [period = 0, ...others] = new Set(all.map((it) => it.period));
  if (period % 60 !== 0 || period === 0 || others.length > 0) {
    throw new Error(
      `${alarm.alarm_name}: all metrics of an alarm must have the same period, a whole number of minutes`,
    );
  }
  return {
    name: alarm.alarm_name,
    description: alarm.alarm_description,
    period,
    threshold: alarm.threshold,
    comparison: alarm.comparison_operator,
    evaluationPeriods,
    datapointsToAlarm: alarm.datapoints_to_alarm ?? evaluationPeriods,
    treatMissingData: alarm.treat_missing_data ?? "missing",
    actions: alarm.alarm_actions ?? [],
    metrics: all.map(({ id, namespace, metric_name, stat, dimensions }) => ({
      id,
      key: metricKey(namespace, metric_name, subject(dimensions)),
      statistic: stat,
    })),
    value: (metric) => {
      // A metric math expression may use the results of other expressions.
      const read = (id: string): Point => expressions.get(id)?.(read) ?? metric(id);
      return read(decides);
    },
  };
}

/** Returns an alarm's state after each minute. The alarm exists from the first minute on, and has no data of earlier minutes. */
export function statesOver(alarm: AlarmDefinition, minutes: readonly Minute[]): AlarmState[] {
  const after = alarmWatch(alarm);
  return minutes.map((minute) => after(minute));
}

/**
 * Returns a function that evaluates an alarm. Call the returned function one time for each minute, in the order of time. Each call returns
 * the alarm's state after the minute of this call. A call that evaluates the alarm computes data points from the minutes of all calls so
 * far. The last data point ends with the minute of this call. The periods of the data points have no gaps and do not overlap. In two cases,
 * a call does not evaluate the alarm, and returns the unchanged state:
 * - The first period has not ended yet.
 * - The period is an hour or more, and the number of calls so far is not a multiple of 60.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function alarmWatch(alarm: AlarmDefinition): (minute: Minute) => AlarmState {
  const step = alarm.period / 60;
  const every = step < 60 ? 1 : 60; // an assumption: if the period is an hour or more, CloudWatch evaluates the alarm every hour
  const minutes: Minute[] = [];
  const ending: Breach[] = []; // index: the number of the minute in which the data point ends
  let state: AlarmState = "INSUFFICIENT_DATA";
  return (minute) => {
    minutes.push(minute);
    const now = minutes.length;
    if (now < step || now % every !== 0) return state;
    ending[now] = breaches(alarm, minutes.slice(-step));
    const points: Breach[] = [];
    for (let end = now; end >= step && points.length < alarm.evaluationPeriods + MORE_POINTS; end -= step) {
      points.unshift(ending[end]);
    }
    state = alarmState(alarm, points, state);
    return state;
  };
}

const NONE: Samples = [];

/**
 * Returns the samples of a metric in one or more minutes. For a single minute, the usual case, the function does not copy the samples.
 */
function samplesOf(minutes: readonly Minute[], key: string): Samples {
  if (minutes.length === 1) return minutes[0]?.[key] ?? NONE;
  const all: Samples[number][] = [];
  for (const minute of minutes) {
    for (const sample of minute[key] ?? NONE) all.push(sample);
  }
  return all;
}

/** Returns whether the data point that covers these minutes breaches the alarm's threshold. */
function breaches(alarm: AlarmDefinition, minutes: readonly Minute[]): Breach {
  const read = new Map<string, Point>();
  for (const { id, key, statistic } of alarm.metrics)
    read.set(id, statisticOf(statistic, samplesOf(minutes, key)));
  const value = alarm.value((id) => read.get(id));
  if (value === undefined) return undefined;
  switch (alarm.comparison) {
    case "GreaterThanThreshold":
      return value > alarm.threshold;
    case "LessThanThreshold":
      return value < alarm.threshold;
    default:
      throw new Error(`${alarm.name}: the comparison ${alarm.comparison} is not supported`);
  }
}
