import type { ECSClient } from "@aws-sdk/client-ecs";
import { type ServiceToLookAt, type WhatRuns, whatRuns } from "./what-runs";

/** How `whatRunsInTheEnd` waits for a deployment: its clock, its sleep function, and a callback. */
export interface Waiting {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** A callback that runs each time the service has been read. */
  readonly onLook: (seen: WhatRuns) => void;
}

const POLL_MILLISECONDS = 5000;
/** The longest time to wait for the end of a deployment, in milliseconds. Terraform's AWS provider has the same time as default timeout. */
const AT_MOST_MILLISECONDS = 20 * 60_000;
/**
 * If this number of readings fail one after another, `whatRunsInTheEnd` throws the last error. Before a reading fails, the SDK retries the
 * failed request to ECS several times.
 */
const FAILED_LOOKS = 10;
/** How long ECS's answers may still show the state from before Terraform's change, in milliseconds from the call of `whatRunsInTheEnd`. */
const STALE_MILLISECONDS = 60_000;

/**
 * Follows a service's newest deployment to its end, for at most 20 minutes.
 *
 * @throws the last error after ten failed readings in a row; an AccessDeniedException is thrown at once
 */
export async function whatRunsInTheEnd(
  ecs: ECSClient,
  what: ServiceToLookAt,
  { now, sleep, onLook }: Waiting,
): Promise<WhatRuns> {
  const began = now();
  for (let failed = 0; ; await sleep(POLL_MILLISECONDS)) {
    try {
      const looked = await whatRuns(ecs, what);
      const seen =
        now() < began + STALE_MILLISECONDS && mayBeStale(what, looked) ? { ...looked, ...NOT_BEGUN } : looked;
      failed = 0;
      onLook(seen);
      if (seen.ending !== "still going" || now() >= began + AT_MOST_MILLISECONDS) return seen;
    } catch (error) {
      failed += 1;
      if (failed === FAILED_LOOKS || (error as Error).name === "AccessDeniedException") throw error;
    }
  }
}

/** Returns true if ECS's answer may show the state from before Terraform's change. This may happen because ECS is eventually consistent. */
const mayBeStale = ({ since }: ServiceToLookAt, { isNew, running, configured }: WhatRuns): boolean =>
  since !== undefined && !isNew && running.taskDefinition !== configured?.taskDefinition;

const NOT_BEGUN = { ending: "still going", progress: "ECS has not begun its deployment yet" } as const;
