import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { resourceName } from "../naming/names";
import type { Weights } from "./release";

/** One line of the history: who moved what, when, why, at which alarm states. */
export interface HistoryEvent {
  /** ISO 8601. */
  readonly at: string;
  /** ARN that the mover was signed in with. */
  readonly who: string;
  readonly action: string;
  readonly from?: Weights;
  readonly to?: Weights;
  readonly reason?: string;
  /** Release alarms and their states at that moment. */
  readonly alarms?: Readonly<Record<string, string>>;
}

/** The release history of an environment: a log group that the stack owns; the releaser may add to it, not take away. */
export class History {
  private readonly logGroupName: string;
  private stream: Promise<string> | undefined;

  public constructor(
    private readonly logs: CloudWatchLogsClient,
    suffix: string,
    /** Id of who writes; a stream of its own keeps writers apart. */
    private readonly writer: string,
  ) {
    this.logGroupName = resourceName(suffix, "log-group", "release");
  }

  public async append(event: HistoryEvent): Promise<void> {
    this.stream ??= this.makeStream(`${event.at.replaceAll(":", "-")}-${this.writer}`);
    await this.logs.send(
      new PutLogEventsCommand({
        logGroupName: this.logGroupName,
        logStreamName: await this.stream,
        logEvents: [{ timestamp: Date.parse(event.at), message: JSON.stringify(event) }],
      }),
    );
  }

  /** The newest events, oldest first. @param limit how many at the most */
  public async read(limit: number): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    const pages = paginateFilterLogEvents({ client: this.logs }, { logGroupName: this.logGroupName });
    for await (const page of pages) {
      events.push(...(page.events ?? []).map(({ message = "{}" }) => JSON.parse(message) as HistoryEvent));
    }
    return events.sort((a, b) => a.at.localeCompare(b.at)).slice(-limit);
  }

  private async makeStream(logStreamName: string): Promise<string> {
    await this.logs.send(new CreateLogStreamCommand({ logGroupName: this.logGroupName, logStreamName }));
    return logStreamName;
  }
}
