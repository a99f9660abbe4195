import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { REGION } from "../naming/region";
import { RefusedError } from "../terminal/refused";

/** State of each alarm by its name. @throws RefusedError when one does not exist */
export async function alarmStates(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (names.length === 0) return {};
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      MaxRecords: 100,
    }),
  );
  const states = Object.fromEntries(
    [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "", StateValue = "" }) => [
      AlarmName,
      StateValue,
    ]),
  );
  const missing = names.filter((name) => !(name in states));
  if (missing.length > 0) {
    throw new RefusedError(
      `there is no alarm ${missing.join(", ")} in ${REGION}: a release alarm that does not exist stops nothing; deploy, or see how --alarm is spelled`,
    );
  }
  return states;
}

/**
 * Alarms that had nothing to judge by: too few requests, or they are new. Not the same as OK.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const notJudged = (states: Readonly<Record<string, string>>): string[] =>
  Object.keys(states).filter((name) => states[name] === "INSUFFICIENT_DATA");
