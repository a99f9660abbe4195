import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { chunks } from "./chunks";

/**
 * The greatest number of alarm names in one call of DescribeAlarms.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const AT_ONCE = 100;

/**
 * Reads the definitions and the present states of any number of alarms. The result does not contain alarms that do not exist.
 *
 * @param options the options of each call
 */
export async function describeAlarms(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
  options: { readonly abortSignal?: AbortSignal } = {},
): Promise<{ readonly metric: readonly MetricAlarm[]; readonly composite: readonly CompositeAlarm[] }> {
  const answers = await Promise.all(
    chunks(names, AT_ONCE).map((AlarmNames) =>
      cloudWatch.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"], // without AlarmTypes only metric alarms are described
          MaxRecords: AT_ONCE,
        }),
        options,
      ),
    ),
  );
  return {
    metric: answers.flatMap(({ MetricAlarms = [] }) => MetricAlarms),
    composite: answers.flatMap(({ CompositeAlarms = [] }) => CompositeAlarms),
  };
}
