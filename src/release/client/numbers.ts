import type { Aws } from "../controller/aws";
import { MINUTE } from "../controller/decision";
import { type Requests, readRequests } from "../controller/requests";
import type { FoundTraffic } from "../controller/traffic";
import { type AlarmValue, alarmValues } from "./alarm-values";

/** The numbers of the last complete minutes. */
export interface Numbers extends Requests {
  /** The values of the alarms that exist, by the alarm's name. */
  readonly alarms: Readonly<Record<string, AlarmValue>>;
}

/** Reads the numbers of both colors and of alarms. @param now the time by AWS's clock */
export async function readNumbers(
  { cloudWatch }: Pick<Aws, "cloudWatch">,
  traffic: FoundTraffic,
  { now, alarms }: { readonly now: number; readonly alarms: readonly string[] },
): Promise<Numbers> {
  const [requests, values] = await Promise.all([
    readRequests(cloudWatch, traffic, now),
    alarmValues(cloudWatch, alarms, Math.floor(now / MINUTE) * MINUTE),
  ]);
  return { ...requests, alarms: values };
}
