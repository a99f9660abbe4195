import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { controllerLogGroup, resourceName } from "../naming/names";
import { RefusedError } from "../terminal/refused";

/** Log groups that people follow, by their short name. */
export const LOG_GROUPS = {
  blue: (suffix: string) => resourceName(suffix, "log-group", "blue"),
  green: (suffix: string) => resourceName(suffix, "log-group", "green"),
  migration: (suffix: string) => resourceName(suffix, "log-group", "migration"),
  controller: controllerLogGroup,
  database: (suffix: string) => `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
} as const;

/** Every environment has these log groups: without one, nothing of it is deployed. */
export class NoLogGroupError extends RefusedError {}

export type LogName = keyof typeof LOG_GROUPS;

export interface Wanted {
  readonly logGroupName: string;
  /** How long before now to begin, in milliseconds. */
  readonly since: number;
  /** Only lines that match. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html @default - all */
  readonly filter?: string | undefined;
  /** Whether to continue with new lines until the signal is aborted. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. @default 2000 */
  readonly poll?: number;
}

/** CloudWatch Logs may show an event this long after the time in it. In milliseconds. */
const LATE = 60_000;

/**
 * Lines of a log group, the oldest first; each once.
 *
 * By FilterLogEvents, which the role `observer` may call anyway. A live tail (logs:StartLiveTail) would be a further right, is billed by
 * the minute and shows a sample of what is more than 500 lines a second:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_LiveTail.html
 *
 * @throws NoLogGroupError
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
