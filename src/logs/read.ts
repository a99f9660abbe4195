import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { controllerLogGroup, resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/** The log groups that `npm run logs` can print. The keys are the short names that the user types. */
export const LOG_GROUPS = {
  blue: (suffix: string) => resourceName(suffix, "log-group", "blue"),
  green: (suffix: string) => resourceName(suffix, "log-group", "green"),
  migration: (suffix: string) => resourceName(suffix, "log-group", "migration"),
  controller: controllerLogGroup,
  database: (suffix: string) => `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
} as const;

/**
 * The error if a log group does not exist. Other parts of the environment may exist, because somebody can delete a single log group.
 */
export class NoLogGroupError extends RefusedError {}

export type LogName = keyof typeof LOG_GROUPS;

/** Options of {@link readLog}. */
export interface Wanted {
  readonly logGroupName: string;
  /** The maximum age of the events that are read, in milliseconds. */
  readonly since: number;
  /**
   * The filter pattern that the events have to match.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   * @default - all events are read
   */
  readonly filter?: string | undefined;
  /** True if the command continues to print new events until the signal is aborted. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** The milliseconds between two reads. @default 2000 */
  readonly poll?: number;
}

/** The greatest expected delay of an event, in milliseconds: from the event's timestamp until CloudWatch Logs returns the event. */
const LATE = 60_000;

/**
 * Reads the events of a log group, the oldest event first. `onEvent` gets each event only one time.
 *
 * This function calls FilterLogEvents, which the role `observer` is already allowed to call. A live tail (logs:StartLiveTail) would need a
 * further permission, and costs money by the minute. If there are more than 500 events a second, a live tail returns a sample of them:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_LiveTail.html
 *
 * @param onEvent a callback that gets each event
 * @throws NoLogGroupError if the log group does not exist
 */
export async function readLog(
  logs: CloudWatchLogsClient,
  { logGroupName, since, filter, follow, signal, poll = 2000 }: Wanted,
  onEvent: (event: FilteredLogEvent) => void,
): Promise<void> {
  let startTime = Date.now() - since;
  let seen = new Map<string, number>();
  for (;;) {
    const pages = paginateFilterLogEvents(
      { client: logs },
      { logGroupName, startTime, ...(filter !== undefined && { filterPattern: filter }) },
      { abortSignal: signal },
    );
    try {
      for await (const { events = [] } of pages) {
        for (const event of events) {
          const { eventId = "", timestamp = 0 } = event;
          if (!seen.has(eventId)) onEvent(event);
          seen.set(eventId, timestamp);
        }
      }
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
      throw new NoLogGroupError(
        `there is no log group ${logGroupName} in this account: either the environment is not deployed, or somebody deleted the log group`,
      );
    }
    if (!follow) return;
    startTime = Math.max(startTime, Date.now() - LATE);
    seen = new Map([...seen].filter(([, timestamp]) => timestamp >= startTime));
    await sleep(poll, undefined, { signal });
  }
}
