import type { Aws } from "../controller/aws";
import { MINUTE } from "../controller/decision";
import { type Requests, readRequests } from "../controller/requests";
import type { FoundTraffic } from "../controller/traffic";
import { type AlarmValue, alarmValues } from "./alarm-values";

/** The numbers of requests in the last complete minutes, and the newest values of the alarms' metrics. */
export interface Numbers extends Requests {
  /** For each alarm that exists: the newest value of the metric that the alarm watches. The keys are the alarms' names. */
  readonly alarms: Readonly<Record<string, AlarmValue>>;
}

/**
 * Reads the numbers of the requests to both colors, and the newest values of the metrics that the alarms watch.
 *
 * @param now the time by AWS's clock
 */
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
