import type { CloudWatchClient, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { colorAlarm } from "../../naming/alarm-names";
import { resourceName } from "../../naming/names";
import { periodOf } from "../client/alarm-values";
import type { Color } from "../controller/color";
import { describeAlarms } from "../controller/describe-alarms";
import type { Measured, Points, WatchedAlarm } from "./report";

/** The parts of an alarm's definition that the report shows. */
type Described = Pick<WatchedAlarm, "description" | "points"> & { readonly threshold?: number };

/** Reads the present definitions of alarms. The keys of the result are the alarms' names. */
export async function describedAlarms(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, Described>> {
  const { metric, composite } = await describeAlarms(cloudWatch, names);
  const words = ({ AlarmDescription: description }: { readonly AlarmDescription?: string | undefined }) =>
    description ? { description } : {};
  return new Map([
    ...metric.map((alarm) => {
      const { AlarmName = "", Threshold: threshold } = alarm;
      const points = pointsOf(alarm);
      return [
        AlarmName,
        { ...words(alarm), ...(points && { points }), ...(threshold !== undefined && { threshold }) },
      ] as const;
    }),
    ...composite.map((alarm) => [alarm.AlarmName ?? "", words(alarm)] as const),
  ]);
}

/**
 * Returns the condition under which an alarm goes to ALARM. If the alarm has no `DatapointsToAlarm`, all evaluated data points have to breach
 * the threshold.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
function pointsOf(alarm: MetricAlarm): Points | undefined {
  const { EvaluationPeriods: of, DatapointsToAlarm: wrong = of } = alarm;
  return of === undefined || wrong === undefined ? undefined : { wrong, of, seconds: periodOf(alarm) / 1000 };
}

/** Returns the thresholds of two alarms of the candidate: on failed requests, and on p99 latency. */
export function thresholdsOf(
  suffix: string,
  candidate: Color,
  described: ReadonlyMap<string, Described> | undefined,
): Measured["thresholds"] {
  const of = (what: "failed-requests" | "p99-latency") =>
    described?.get(resourceName(suffix, "alarm", colorAlarm(candidate, what)))?.threshold;
  const [failedPercent, p99Seconds] = [of("failed-requests"), of("p99-latency")];
  return {
    ...(failedPercent !== undefined && { failedPercent }),
    ...(p99Seconds !== undefined && { p99Seconds }),
  };
}
