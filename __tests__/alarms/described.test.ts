import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { alarmDefinition, type SynthesizedAlarm } from "../../src/alarms/definition";
import { describedAlarm } from "../../src/alarms/described";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const dimensionsOf = (all: Readonly<Record<string, string>> = {}) =>
  Object.entries(all).map(([Name, Value]) => ({ Name, Value }));

/** What CloudWatch says of an alarm that was synthesized. */
function described(alarm: SynthesizedAlarm): MetricAlarm {
  const { metric_query: queries, statistic, treat_missing_data } = alarm;
  return {
    AlarmName: alarm.alarm_name,
    AlarmDescription: alarm.alarm_description,
    AlarmActions: [...(alarm.alarm_actions ?? [])],
    ComparisonOperator: alarm.comparison_operator as "GreaterThanThreshold",
    Threshold: alarm.threshold,
    EvaluationPeriods: alarm.evaluation_periods,
    DatapointsToAlarm: alarm.datapoints_to_alarm,
    TreatMissingData: treat_missing_data,
    ...(queries === undefined
      ? {
          Period: alarm.period,
          Namespace: alarm.namespace,
          MetricName: alarm.metric_name,
          Statistic: statistic as "Maximum",
          Dimensions: dimensionsOf(alarm.dimensions),
        }
      : {
          Metrics: queries.map(({ id, expression, return_data, metric }) => ({
            Id: id,
            Expression: expression,
            ReturnData: return_data ?? false,
            ...(metric && {
              MetricStat: {
                Metric: {
                  Namespace: metric.namespace,
                  MetricName: metric.metric_name,
                  Dimensions: dimensionsOf(metric.dimensions),
                },
                Stat: metric.stat,
                Period: metric.period,
              },
            }),
          })),
        }),
  };
}

const alarms = Object.values<SynthesizedAlarm>(
  synthesized(EPHEMERAL).document.resource.aws_cloudwatch_metric_alarm,
);

it.each(alarms.map((it) => [it.alarm_name, it] as const))(
  "%s, deployed, is judged as it was synthesized",
  (_, alarm) => {
    const { value, ...deployed } = alarmDefinition(describedAlarm(described(alarm)));
    const { value: expected, ...rest } = alarmDefinition(alarm);
    expect(deployed).toEqual(rest);
    const read = (id: string) => id.length * 7;
    expect(value(read)).toBe(expected(read));
  },
);
