import { CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PublishCommand } from "@aws-sdk/client-sns";
import { type Aws, brief, type Place } from "./aws";
import { type ReleaseEvent, TOLD } from "./events";
import { messageOf, subjectOf } from "./message";

/**
 * Adds lines to the history, and tells people of those that concern them. Twice rather than never: who reads knows a line by its id.
 */
export async function deliver(aws: Aws, place: Place, events: readonly ReleaseEvent[]): Promise<void> {
  const results = await Promise.allSettled([
    addToHistory(aws, place, events),
    ...events.filter(({ action }) => TOLD.includes(action)).map((event) => tell(aws, place, event)),
  ]);
  const failed = results.find((it) => it.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function addToHistory(
  { logs }: Aws,
  { settings }: Place,
  events: readonly ReleaseEvent[],
): Promise<void> {
  const [first] = events;
  const stream = { logGroupName: settings.history, logStreamName: `controller-${first?.at.slice(0, 10)}` };
  const lines = events.map((event) => ({ timestamp: Date.parse(event.at), message: JSON.stringify(event) }));
  const put = () =>
    logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: lines.sort((a, b) => a.timestamp - b.timestamp) }),
      brief(),
    );
  try {
    await put();
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    await logs.send(new CreateLogStreamCommand(stream), brief()).catch((failed: Error) => {
      if (failed.name !== "ResourceAlreadyExistsException") throw failed; // another tick made it
    });
    await put();
  }
}

async function tell(
  { sns }: Aws,
  { settings, region, accountId }: Place,
  event: ReleaseEvent,
): Promise<void> {
  const { suffix, topic } = settings;
  await sns.send(
    new PublishCommand({
      TopicArn: `arn:aws:sns:${region}:${accountId}:${topic}`,
      Subject: subjectOf(suffix, event),
      Message: messageOf(suffix, event),
    }),
    brief(),
  );
}
