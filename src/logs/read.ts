import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { controllerLogGroup, resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/** The log groups of `npm run logs`, by their short names. */
export const LOG_GROUPS = {
  blue: (suffix: string) => resourceName(suffix, "log-group", "blue"),
  green: (suffix: string) => resourceName(suffix, "log-group", "green"),
  migration: (suffix: string) => resourceName(suffix, "log-group", "migration"),
  controller: controllerLogGroup,
  database: (suffix: string) => `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
} as const;

/** A log group does not exist. Every deployed environment has all log groups, so the environment is not deployed. */
export class NoLogGroupError extends RefusedError {}

export type LogName = keyof typeof LOG_GROUPS;

/** Options of {@link readLog}. */
export interface Wanted {
  readonly logGroupName: string;
  /** Age of the oldest events to read, in milliseconds. */
  readonly since: number;
  /**
   * Filter pattern for events. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html @default - all events
   */
  readonly filter?: string | undefined;
  /** True if the command continues to print new events until the signal is aborted. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds between two reads. @default 2000 */
  readonly poll?: number;
}

/** The greatest expected delay, in milliseconds, between an event's timestamp and the time when CloudWatch Logs first returns the event. */
const LATE = 60_000;

/**
 * Reads the events of a log group, the oldest first, each once.
 *
 * This function calls FilterLogEvents, for which the role `observer` already has permission. A live tail (logs:StartLiveTail) would need a
 * further permission, costs money by the minute, and returns only a sample if there are more than 500 events a second:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_LiveTail.html
 *
 * @param onEvent called with each event
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
        `there is no log group ${logGroupName} in this account: is the environment deployed?`,
      );
    }
    if (!follow) return;
    startTime = Math.max(startTime, Date.now() - LATE);
    seen = new Map([...seen].filter(([, timestamp]) => timestamp >= startTime));
    await sleep(poll, undefined, { signal });
  }
}
