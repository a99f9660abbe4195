import { type Finding, type ReviewInput, warning } from "./section";
import { data, text } from "./text";

/** Returns a warning if somebody else was deploying or releasing while the plan was made. */
export function atWork({ lock }: ReviewInput): Finding[] {
  if (lock === undefined) return [];
  if (lock === "unreadable") {
    return [
      warning(
        text`the environment's lock is unreadable: somebody may be deploying or releasing now, and this plan may be stale; run "npm run release -- status" to see more`,
      ),
    ];
  }
  const who = text`(${data(lock.who)} since ${data(lock.since)})`;
  return [
    warning(
      lock.operation === "release"
        ? text`a release is under way ${who}: this plan was made between two steps of that release, and cannot be applied until the release has ended`
        : text`a ${lock.operation} is under way ${who}: this plan may be stale already`,
    ),
  ];
}
