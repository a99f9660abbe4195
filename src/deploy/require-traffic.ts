import { isDeepStrictEqual } from "node:util";
import type { RecordedTraffic } from "../review/traffic-record";
import { RefusedError } from "../terminal/refused";

/** Checks that traffic has not moved since the plan. @throws RefusedError if weights, listeners or listener rules have changed */
export async function requireTraffic(
  planned: RecordedTraffic,
  reading: Promise<RecordedTraffic>,
): Promise<void> {
  const now = await reading;
  if (isDeepStrictEqual(now, planned)) return;
  const [{ listeners: were, ...weights }, { listeners: are, ...weightsNow }] = [planned, now];
  if (isDeepStrictEqual(weights, weightsNow)) {
    throw new RefusedError(
      `a listener or a listener rule of the load balancer has changed since the plan, so requests may go elsewhere: plan again\n  planned: ${JSON.stringify(were)}\n  now:     ${JSON.stringify(are)}`,
    );
  }
  throw new RefusedError(
    `traffic has moved since the plan, and applying the plan would move the traffic back: plan again\n  planned: ${JSON.stringify(planned)}\n  now:     ${JSON.stringify(now)}`,
  );
}
