import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { REGION } from "../naming/region";
import { ACCOUNT_ID, type Emulator } from "./emulator";
import { invoke } from "./invoke";

/** Repeated invocations (ticks) of a Lambda function. They continue until `stop` is called. */
export interface Ticks {
  /** One message for each invocation (tick) that has failed. */
  readonly failures: readonly string[];
  /** Stops the ticks, and waits until a running tick has ended. @returns {@link failures}, which the caller has to report */
  stop(): Promise<readonly string[]>;
}

/**
 * Invokes a Lambda function regularly. In AWS, an EventBridge rule with `rate(1 minute)` does this, but moto does not invoke the targets of
 * such rules. An invocation (tick) waits until the previous one has ended. In AWS, two ticks never overlap, because the function's timeout
 * is shorter than a minute.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 *
 * @param everyMilliseconds the real milliseconds between the beginnings of two ticks
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
