import { type AlarmState, alarmState, type Breach, type Judgement, MORE_POINTS } from "./evaluate";
import { type Minute, metricKey, type Samples, statisticOf, subjectOf } from "./measured";
import { metricMath, type Point } from "./metric-math";

/** A metric alarm, ready to be evaluated. */
export interface AlarmDefinition extends Judgement {
  readonly name: string;
  readonly description: string;
  /** The period of one data point, in seconds. */
  readonly period: number;
  readonly threshold: number;
  readonly comparison: string;
  /** ARNs of the topics that the alarm publishes to when it goes to ALARM; empty if it notifies nobody. */
  readonly actions: readonly string[];
  readonly metrics: readonly Metric[];
  /** Computes the value that is compared with the threshold. `read` returns the value of a metric by its id. */
  readonly value: (read: (id: string) => Point) => Point;
}

/** A metric of an alarm. `key` is the key of its samples in a {@link Minute}. */
interface Metric {
  readonly id: string;
  readonly key: string;
  readonly statistic: string;
}

/** The arguments of an `aws_cloudwatch_metric_alarm` in Terraform's JSON that this code reads. */
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
 * Prepares an alarm for its evaluation.
 *
 * @param subject returns the subject of a metric, such as `blue`, from the metric's dimensions. Metrics of the same name differ in their
 * subject
 * @throws Error when this code cannot evaluate a feature of the alarm
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
      // An expression may use the results of other expressions.
      const read = (id: string): Point => expressions.get(id)?.(read) ?? metric(id);
      return read(decides);
    },
  };
}

/** The states of an alarm after each minute. The alarm exists from the first minute on, and has no data from before that minute. */
export function statesOver(alarm: AlarmDefinition, minutes: readonly Minute[]): AlarmState[] {
  const after = alarmWatch(alarm);
  return minutes.map((minute) => after(minute));
}

/**
 * Returns a function that takes the minutes one by one, and returns the alarm's state after each minute. The alarm is evaluated after each
 * minute: its newest data point ends with this minute, and each older data point ends one period earlier.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function alarmWatch(alarm: AlarmDefinition): (minute: Minute) => AlarmState {
  const step = alarm.period / 60;
  const every = step < 60 ? 1 : 60; // an assumption: CloudWatch evaluates an alarm with a period of an hour or more only every hour
  const minutes: Minute[] = [];
  const ending: Breach[] = []; // the index is the number of the minute in which a data point ends
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

/** The samples of a metric in one or more minutes. The usual case is a single minute, so its samples are returned without a copy. */
function samplesOf(minutes: readonly Minute[], key: string): Samples {
  if (minutes.length === 1) return minutes[0]?.[key] ?? NONE;
  const all: Samples[number][] = [];
  for (const minute of minutes) {
    for (const sample of minute[key] ?? NONE) all.push(sample);
  }
  return all;
}

/** Whether the data point over these minutes breaches the alarm's threshold. */
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
