import { EXIT } from "../release/client/exit";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/**
 * From how many rehearsed seconds on the rehearsal's own clock is late enough to make a request run out of time: half of what the
 * load balancer waits. Requests need not fail for it: on two cores at a load of 17, with minutes of 4 s, none did at 36.
 */
const LATE_SECONDS = 30;

/** How a request ends that ran out of time: the load balancer's answer, and what a client says. */
const RAN_OUT_OF_TIME: readonly string[] = ["504", "timed out", "ETIMEDOUT"];

/** How a release ended, with requests and the rehearsal's own delay. */
type Seen = Pick<RehearsedRelease, "exitCode" | "counts" | "lateSeconds">;

/**
 * What a rehearsed release says of the product.
 *
 * - `proved`: it ended as it had to
 * - `unproved`: it took all traffic as it had to, but requests ran out of time, because the machine was too busy
 * - `again`: the machine was too busy, and all traffic is back, so that the release can be rehearsed once more
 * - `too busy`: the machine was too busy, and traffic is elsewhere
 * - `wrong`: it ended otherwise, and the machine is not to blame
 */
export type Verdict = "proved" | "unproved" | "again" | "too busy" | "wrong";

/** Of a release that has to take all traffic without a failed request. */
export function verdictOnGood(seen: Seen): Verdict {
  if (seen.exitCode === EXIT.done && failures(seen.counts) === 0) return "proved";
  if (!mayBeTheMachine(seen)) return "wrong";
  return seen.exitCode === EXIT.done ? "unproved" : againOrNot(seen);
}

/** Of a release that has to be rolled back. @param byItsAlarm whether the alarm that has to see it was named as the reason */
export function verdictOnBad(seen: Seen, byItsAlarm: boolean): Verdict {
  if (seen.exitCode === EXIT.rolledBack && byItsAlarm) return "proved";
  // Its requests fail because it is bad: of what they came to, nothing can be told.
  return seen.lateSeconds < LATE_SECONDS ? "wrong" : againOrNot(seen);
}

const mayBeTheMachine = ({ lateSeconds, counts }: Seen): boolean =>
  lateSeconds >= LATE_SECONDS && Object.keys(counts.failed).every((how) => RAN_OUT_OF_TIME.includes(how));

const againOrNot = ({ exitCode }: Seen): Verdict => (exitCode === EXIT.rolledBack ? "again" : "too busy");
