import { EXIT } from "../release/client/exit";
import type { RehearsedRelease } from "./rehearsed-release";
import { failures } from "./traffic/clients";

/**
 * A limit for `lateSeconds`, the longest delay of the rehearsal, in seconds on the rehearsal's clock. A delay is the time from the planned
 * end of a minute until the rehearsal has evaluated the alarms for that minute. If the longest delay reaches this limit, the machine was
 * perhaps so busy that requests timed out. The limit is set to half of the load balancer's timeout. A delay above the limit does not always
 * make requests fail. For example, in a rehearsal with a delay of 36 s, no request failed.
 */
const LATE_SECONDS = 30;

/** The results that a request can have if it timed out: the HTTP status of the load balancer, and two errors of a client. */
const RAN_OUT_OF_TIME: readonly string[] = ["504", "timed out", "ETIMEDOUT"];

/** The verdict on a release depends on these fields of {@link RehearsedRelease}. */
type Seen = Pick<RehearsedRelease, "exitCode" | "counts" | "lateSeconds">;

/**
 * The verdict on a rehearsed release.
 *
 * - `proved`: The release ended as expected.
 * - `unproved`: The machine was too busy. The new version took all traffic as expected, but requests timed out.
 * - `again`: The machine was too busy. All traffic was rolled back, so the release can be rehearsed once more.
 * - `too busy`: The machine was too busy. The release ended neither as in `unproved` nor as in `again`, so the release cannot be rehearsed
 *   once more.
 * - `wrong`: The release did not end as expected, and the machine was not the cause.
 */
export type Verdict = "proved" | "unproved" | "again" | "too busy" | "wrong";

/** Returns the verdict on the release of a good version. The release has to move all traffic to this version without a failed request. */
export function verdictOnGood(seen: Seen): Verdict {
  if (seen.exitCode === EXIT.done && failures(seen.counts) === 0) return "proved";
  if (!mayBeTheMachine(seen)) return "wrong";
  return seen.exitCode === EXIT.done ? "unproved" : againOrNot(seen);
}

/**
 * Returns the verdict on the release of a bad version. The expected alarm has to roll back this release.
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
