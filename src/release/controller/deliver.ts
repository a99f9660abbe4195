import { CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PublishCommand } from "@aws-sdk/client-sns";
import { type Aws, brief, type Place, wordsOf } from "./aws";
import { type ReleaseEvent, TOLD } from "./events";
import { messageOf, subjectOf } from "./message";
import { type Requests, readRequests } from "./requests";
import { findTraffic } from "./traffic";

/**
 * Writes lines into the release history, and sends people a message for each line that they have to know. Each line is delivered at least
 * once; a line that is delivered twice has the same id both times. The history and the messages are retried separately: if one of the two
 * fails, the other is not repeated.
 *
 * @returns the lines that are still to be delivered
 */
export async function deliver(
  aws: Aws,
  place: Place,
  events: readonly ReleaseEvent[],
): Promise<{ readonly left: readonly ReleaseEvent[]; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  const isDone = (work: Promise<void>): Promise<boolean> =>
    work.then(
      () => true,
      (error) => {
        failures.push(wordsOf(error));
        return false;
      },
    );
  const unwritten = events.filter(({ done }) => done !== "written");
  // One call may not write lines that are more than 24 hours apart:
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
  const days = [...new Set(unwritten.map(dayOf))].map(async (day) => {
    const done = await isDone(
      addToHistory(
        aws,
        place,
        day,
        unwritten.filter((event) => dayOf(event) === day),
      ),
    );
    return done ? [day] : [];
  });
  const untold = events.filter(({ action, done }) => TOLD.includes(action) && done !== "told");
  const measuring = untold.length === 0 ? undefined : measured(aws, place);
  const telling = events.map(async (event) => {
    if (!untold.includes(event)) return [event.id];
    return (await isDone(tell(aws, place, event, await measuring))) ? [event.id] : [];
  });
  const written = (await Promise.all(days)).flat();
  const told = (await Promise.all(telling)).flat();
  const left = events.flatMap((event): ReleaseEvent[] => {
    const isWritten = event.done === "written" || written.includes(dayOf(event));
    if (isWritten && told.includes(event.id)) return [];
    const { done: _, ...plain } = event;
    if (isWritten) return [{ ...plain, done: "written" }];
    return [told.includes(event.id) ? { ...plain, done: "told" } : plain];
  });
  return { left, failures };
}

const dayOf = ({ at }: ReleaseEvent): string => at.slice(0, 10);

async function addToHistory(
  { logs }: Aws,
  { settings }: Place,
  day: string,
  events: readonly ReleaseEvent[],
): Promise<void> {
  const stream = { logGroupName: settings.history, logStreamName: `controller-${day}` };
  const lines = events.map(({ done: _, ...event }) => ({
    timestamp: Date.parse(event.at),
    message: JSON.stringify(event),
  }));
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
      if (failed.name !== "ResourceAlreadyExistsException") throw failed; // another tick created the log stream
    });
    await put();
  }
}

/** How long a message waits for the metrics of the requests, in milliseconds. After that time, the message is sent without metrics. */
const NUMBERS = 3000;

/**
 * Reads the metrics of the requests to both colors. These metrics are for a message to people. Returns `undefined` if the reading fails, or
 * if it takes longer than {@link NUMBERS} milliseconds. Such a long reading is not stopped: it does no harm, because it only reads.
 */
async function measured(
  { elb, cloudWatch }: Aws,
  { settings, now = Date.now }: Place,
): Promise<Requests | undefined> {
  const late = AbortSignal.timeout(NUMBERS);
  const reading = findTraffic(elb, settings).then((traffic) => readRequests(cloudWatch, traffic, now()));
  return Promise.race([
    reading.catch((error: unknown) => {
      console.error(JSON.stringify({ call: "numbers of a message", failed: wordsOf(error) }));
      return undefined;
    }),
    new Promise<undefined>((resolve) => late.addEventListener("abort", () => resolve(undefined))),
  ]);
}

async function tell(
  { sns }: Aws,
  { settings, region, accountId }: Place,
  event: ReleaseEvent,
  requests: Requests | undefined,
): Promise<void> {
  const { suffix, topic } = settings;
  await sns.send(
    new PublishCommand({
      TopicArn: `arn:aws:sns:${region}:${accountId}:${topic}`,
      Subject: subjectOf(suffix, event),
      Message: messageOf(suffix, event, requests),
    }),
    brief(),
  );
}
