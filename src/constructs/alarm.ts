import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { AlarmQualifier } from "../naming/alarm-names";
import { resourceName } from "../naming/names";
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig, type SnsTopic } from "../resources/classes";

type Metric = Pick<
  CloudwatchMetricAlarmConfig,
  "dependsOn" | "dimensions" | "metricName" | "metricQuery" | "namespace" | "statistic"
>;

export interface AlarmProps extends Metric {
  readonly suffix: string;
  readonly topic: SnsTopic;
  /** Sentences for the person on call. They name the failure, and the place to look. */
  readonly description: string;
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /**
   * The alarm goes to ALARM if at least `breaching` of the last `of` data points breach the threshold. CloudWatch calls these numbers
   * datapoints to alarm and evaluation periods. If `breaching` is below `of`, the alarm also notices an intermittent failure.
   */
  readonly points: { readonly breaching: number; readonly of: number };
  /** The period of one data point, in seconds, a multiple of 60. @default 60 */
  readonly periodSeconds?: number;
  /**
   * The treatment of missing data. `fine`: missing data is not breaching. `wrong`: it is breaching. `not judged`: the alarm goes to
   * INSUFFICIENT_DATA. `as it was`: the alarm keeps its state.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   * @default "fine"
   */
  readonly noData?: keyof typeof TREAT_MISSING_DATA;
}

const TREAT_MISSING_DATA = {
  fine: "notBreaching",
  wrong: "breaching",
  "not judged": "missing",
  "as it was": "ignore",
} as const;

/** Creates an alarm that publishes to the topic when it goes to ALARM. When the alarm leaves ALARM, `OperationNotices` sends a message. */
export function alarm(scope: Construct, id: AlarmQualifier, props: AlarmProps): CloudwatchMetricAlarm {
  const {
    suffix,
    topic,
    description,
    comparison,
    threshold,
    points,
    periodSeconds = 60,
    noData = "fine",
    ...metric
  } = props;
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: resourceName(suffix, "alarm", id),
    alarmDescription: description,
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods: points.of,
    datapointsToAlarm: points.breaching,
    ...(metric.metricQuery === undefined && { period: periodSeconds }),
    treatMissingData: TREAT_MISSING_DATA[noData],
    alarmActions: [topic.arn],
    ...metric,
  });
}

/**
 * Returns a reference to a resource's attribute in Terraform's syntax, as plain text instead of a cdktf token. The alarms contain dozens of
 * references. Each token would make synth slower by up to a millisecond.
 */
export const reference = (resource: TerraformResource, attribute: string): string =>
  `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}}`;

/**
 * Returns a metric query for the metric math of an alarm. Without `stat` and `period`, the query returns the metric's sum in each minute.
 */
export const measured = (
  id: string,
  metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly stat?: string;
    /** The period, in seconds. */
    readonly period?: number;
  },
) => ({ id, metric: { stat: "Sum", period: 60, ...metric } });
