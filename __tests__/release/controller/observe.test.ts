import type { Aws, Place } from "../../../src/release/controller/aws";
import { observe } from "../../../src/release/controller/observe";
import { documentOf, releaseOf } from "./made-up-documents";

const names = (count: number, of: string) => Array.from({ length: count }, (_, index) => `${of}-${index}`);
const down = { send: () => Promise.reject(new Error("down")) };

/**
 * Runs a look with release alarms and other alarms. CloudWatch accepts at most a hundred alarm names in a call.
 *
 * @returns the number of names in each call, and the number of alarms that were seen
 */
async function looking(released: readonly string[], alarms: readonly string[]) {
  const asked: number[] = [];
  const send = async ({ input }: { input: { AlarmNames?: string[] } }) => {
    const { AlarmNames = [] } = input;
    asked.push(AlarmNames.length);
    if (AlarmNames.length > 100) throw new Error("Member must have length less than or equal to 100");
    return { MetricAlarms: AlarmNames.map((AlarmName) => ({ AlarmName, StateValue: "OK" })) };
  };
  const aws = { elb: down, ssm: down, s3: down, cloudWatch: { send } } as unknown as Aws;
  const place = { settings: { targetGroups: {}, parameter: {} } } as unknown as Place;
  const document = documentOf({ phase: "idle", release: releaseOf({ alarms: released }) });
  const look = await observe(aws, place, { urgent: false, wide: false, document, alarms });
  return { asked, seen: look.alarms && Object.keys(look.alarms).length };
}

it.each([
  [0, 0, []],
  [50, 50, [100]],
  [60, 60, [100, 20]],
  [150, 100, [100, 100, 50]],
])(
  "%d release alarms and %d others are described at most a hundred at once",
  async (released, others, asked) => {
    expect(await looking(names(released, "released"), names(others, "other"))).toEqual({
      asked,
      seen: released + others,
    });
  },
);
