import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { type AlarmQualifier, resourceName } from "../naming/names";
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig, type SnsTopic } from "../resources/classes";

type Metric = Pick<
  CloudwatchMetricAlarmConfig,
  "dependsOn" | "dimensions" | "metricName" | "metricQuery" | "namespace" | "statistic"
>;

export interface AlarmProps extends Metric {
  readonly suffix: string;
  readonly topic: SnsTopic;
  /** What failed and where to look, in sentences for the person who is woken. */
  readonly description: string;
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /**
   * The last points that count, and how many of them have to cross the threshold: fewer than all, where what comes and goes
   * has to be heard too.
   */
  readonly points: { readonly breaching: number; readonly of: number };
  /** Seconds of one point, in whole minutes. @default 60 */
  readonly periodSeconds?: number;
  /**
   * What no data means: nothing is wrong; something is; that there was nothing to judge by, and the alarm says so by its
   * state INSUFFICIENT_DATA; or that all is as it was.
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

/** An alarm that tells the topic when it goes to ALARM; that it is over, `OperationNotices` tells. */
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
 * An attribute of a resource as Terraform refers to it. An alarm's metrics name dozens, and each token of cdktf costs synth
 * some of a millisecond.
 */
export const reference = (resource: TerraformResource, attribute: string): string =>
  `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}}`;

/** A metric that an alarm's expression goes by. @param metric by itself, the sum of each minute */
export const measured = (
  id: string,
  metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly stat?: string;
    /** In seconds. */
    readonly period?: number;
  },
) => ({ id, metric: { stat: "Sum", period: 60, ...metric } });
