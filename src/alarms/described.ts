import type { Dimension, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { SynthesizedAlarm } from "./definition";

/** Converts a deployed alarm, as CloudWatch describes it, into an alarm with Terraform's argument names. */
export function describedAlarm(alarm: MetricAlarm): SynthesizedAlarm {
  const { AlarmName = "", AlarmDescription = "", ComparisonOperator = "", Metrics = [] } = alarm;
  const common = {
    alarm_name: AlarmName,
    alarm_description: AlarmDescription,
    alarm_actions: alarm.AlarmActions ?? [],
    comparison_operator: ComparisonOperator,
    threshold: alarm.Threshold ?? 0,
    evaluation_periods: alarm.EvaluationPeriods ?? 0,
    ...(alarm.DatapointsToAlarm !== undefined && { datapoints_to_alarm: alarm.DatapointsToAlarm }),
    treat_missing_data: (alarm.TreatMissingData ?? "missing") as "missing",
  };
  if (Metrics.length === 0) {
    return {
      ...common,
      period: alarm.Period ?? 0,
      namespace: alarm.Namespace ?? "",
      metric_name: alarm.MetricName ?? "",
      statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? "",
      dimensions: dimensions(alarm.Dimensions),
    };
  }
  return {
    ...common,
    metric_query: Metrics.map(({ Id = "", Expression, ReturnData, MetricStat }) => ({
      id: Id,
      ...(Expression !== undefined && { expression: Expression }),
      return_data: ReturnData ?? true,
      ...(MetricStat && {
        metric: {
          namespace: MetricStat.Metric?.Namespace ?? "",
          metric_name: MetricStat.Metric?.MetricName ?? "",
          stat: MetricStat.Stat ?? "",
          period: MetricStat.Period ?? 0,
          dimensions: dimensions(MetricStat.Metric?.Dimensions),
        },
      }),
    })),
  };
}

const dimensions = (all: readonly Dimension[] = []) =>
  Object.fromEntries(all.map(({ Name = "", Value = "" }) => [Name, Value]));
