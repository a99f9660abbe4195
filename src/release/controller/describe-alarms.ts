import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { chunks } from "./chunks";

/** Names that one call takes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const AT_ONCE = 100;

/** Alarms of any number of names, as they are now; one that does not exist is left out. @param options of each call */
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
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"], // without this only metric alarms are described
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
