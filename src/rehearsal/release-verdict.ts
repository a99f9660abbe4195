import { EXIT } from "../release/client/exit";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/**
 * The smallest delay of the rehearsal's own work that can make requests time out, in seconds on the rehearsal's clock. It is half of the
 * load balancer's timeout. Such a delay does not always make requests fail. For example, on two cores with a load of 17, and with 4 s of
 * real time for a rehearsed minute, the delay was 36 s on the rehearsal's clock and no request failed.
 */
const LATE_SECONDS = 30;

/** The results that a request can have if it timed out: the HTTP status of the load balancer, and two errors of a client. */
const RAN_OUT_OF_TIME: readonly string[] = ["504", "timed out", "ETIMEDOUT"];

/** The exit code of a release, the counts of the requests, and the delay of the rehearsal's own work. */
type Seen = Pick<RehearsedRelease, "exitCode" | "counts" | "lateSeconds">;

/**
 * The verdict on a rehearsed release.
 *
 * - `proved`: the release ended as expected
 * - `unproved`: the release took all traffic as expected, but requests timed out, because the machine was too busy
 * - `again`: the machine was too busy and all traffic was rolled back, so the release can be rehearsed once more
 * - `too busy`: the machine was too busy and the traffic was not rolled back, so the release cannot be rehearsed once more
 * - `wrong`: the release did not end as expected, and the machine was not the cause
 */
export type Verdict = "proved" | "unproved" | "again" | "too busy" | "wrong";

/** Returns the verdict on a release that has to take all traffic without a failed request. */
export function verdictOnGood(seen: Seen): Verdict {
  if (seen.exitCode === EXIT.done && failures(seen.counts) === 0) return "proved";
  if (!mayBeTheMachine(seen)) return "wrong";
  return seen.exitCode === EXIT.done ? "unproved" : againOrNot(seen);
}

/**
 * Returns the verdict on a release that has to be rolled back.
 *
 * @param byItsAlarm true if the expected alarm was the reason for the rollback
 */
export function verdictOnBad(seen: Seen, byItsAlarm: boolean): Verdict {
  if (seen.exitCode === EXIT.rolledBack && byItsAlarm) return "proved";
  // Requests to a bad version fail in any case. So their results do not show whether the machine was too busy.
  return seen.lateSeconds < LATE_SECONDS ? "wrong" : againOrNot(seen);
}

const mayBeTheMachine = ({ lateSeconds, counts }: Seen): boolean =>
  lateSeconds >= LATE_SECONDS && Object.keys(counts.failed).every((how) => RAN_OUT_OF_TIME.includes(how));

const againOrNot = ({ exitCode }: Seen): Verdict => (exitCode === EXIT.rolledBack ? "again" : "too busy");
