import type { ECSClient } from "@aws-sdk/client-ecs";
import { type ServiceToLookAt, type WhatRuns, whatRuns } from "./what-runs";

/** How a deployment is waited for. */
export interface Waiting {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Called with the result of every look. */
  readonly onLook: (seen: WhatRuns) => void;
}

const POLL_MILLISECONDS = 5000;
/** As long as Terraform's provider waits by default. */
const AT_MOST_MILLISECONDS = 20 * 60_000;
/** The failed looks in a row that end the waiting; the SDK has tried each call several times by then. */
const FAILED_LOOKS = 10;
/** For how long ECS's answers may be older than the change that Terraform has just made. */
const STALE_MILLISECONDS = 60_000;
/**
 * Follows a service's newest deployment to its end, for at most 20 minutes.
 *
 * @throws the error of the last of ten failed looks in a row, or at once that access is denied
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

/** Whether ECS's answer is still that from before the change: ECS is eventually consistent. */
const mayBeStale = ({ since }: ServiceToLookAt, { isNew, running, configured }: WhatRuns): boolean =>
  since !== undefined && !isNew && running.taskDefinition !== configured?.taskDefinition;

const NOT_BEGUN = { ending: "still going", progress: "ECS has not begun its deployment yet" } as const;
