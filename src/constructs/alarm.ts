import type { Construct } from "constructs";
import type { AlarmQualifier } from "../naming/alarm-names";
import { resourceName } from "../naming/names";
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig, type SnsTopic } from "../resources/classes";

type Metric = Pick<
  CloudwatchMetricAlarmConfig,
  "dimensions" | "metricName" | "metricQuery" | "namespace" | "statistic"
>;

export interface AlarmProps extends Metric {
  readonly suffix: string;
  readonly topic: SnsTopic;
  /** What failed and where to look, in sentences for the person who is woken. */
  readonly description: string;
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** Minutes in a row that the threshold has to be crossed. */
  readonly minutes: number;
  /** Whether no data at all is an alarm. @default false */
  readonly missingDataRings?: boolean;
}

/** An alarm on one-minute data that tells the topic when it goes to ALARM and when it goes back to OK. */
export function alarm(scope: Construct, id: AlarmQualifier, props: AlarmProps): CloudwatchMetricAlarm {
  const {
    suffix,
    topic,
    description,
    comparison,
    threshold,
    minutes,
    missingDataRings = false,
    ...metric
  } = props;
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: resourceName(suffix, "alarm", id),
    alarmDescription: description,
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods: minutes,
    ...(metric.metricQuery === undefined && { period: 60 }), // seconds
    treatMissingData: missingDataRings ? "breaching" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
    ...metric,
  });
}
