import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { REGION } from "../naming/region";
import { ACCOUNT_ID, type Emulator } from "./emulator";
import { invoke } from "./invoke";

/** Ticks that go on until they are stopped. */
export interface Ticks {
  /** What went wrong so far, a sentence for each tick that failed. */
  readonly failures: readonly string[];
  /** Waits for the tick that is on its way, and answers with {@link failures}: whoever stops the ticks tells of them. */
  stop(): Promise<readonly string[]>;
}

/**
 * Does what an event rule `rate(1 minute)` does: moto keeps such rules and never fires them. A tick waits for the one
 * before it, which in AWS has ended long ago: a function that ticks has a timeout of less than its rate.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 *
 * @param everyMilliseconds real milliseconds from the begin of one tick to the begin of the next
 */
export function ticking(
  emulator: Pick<Emulator, "client">,
  functionName: string,
  everyMilliseconds: number,
): Ticks {
  const failures: string[] = [];
  const over = new AbortController();
  const tick = async () => {
    const begun = new Date();
    try {
      const { error, payload } = await invoke(emulator, functionName, scheduledEvent(begun));
      if (error) failures.push(`tick of ${begun.toISOString()}: ${JSON.stringify(payload)}`);
    } catch (error) {
      failures.push(`tick of ${begun.toISOString()}: ${error}`);
    }
    await sleep(Math.max(0, everyMilliseconds - (Date.now() - begun.getTime())), undefined, {
      signal: over.signal,
    }).catch(() => {}); // stopped
  };
  const ended = (async () => {
    while (!over.signal.aborted) await tick();
  })();
  return {
    failures,
    async stop() {
      over.abort();
      await ended;
      return failures;
    },
  };
}

const scheduledEvent = (time: Date) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: ACCOUNT_ID,
  time: time.toISOString().replace(/\.\d+Z$/, "Z"),
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/rehearsed-rate`],
  detail: {},
});
