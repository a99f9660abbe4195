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
