import { controllerLogGroup } from "../../naming/names";
import { duration } from "../../terminal/live";
import { MINUTE, TIMES } from "../controller/decision";
import { type ReleaseDocument, UNDER_WAY } from "../controller/document";
import type { Look } from "../controller/look";
import { controllerAlarms } from "./environment";
import { destination, direct } from "./words";

/**
 * If the controller's next step is overdue by more than this time, in milliseconds, the controller seems not to work. It runs once a
 * minute.
 */
const LATE = 3 * MINUTE;

/**
 * Returns a line that says whether the controller guards the traffic. The line begins with NOT if the controller does not guard the
 * traffic, or if that is not known.
 */
export function guardedWords(suffix: string, document: ReleaseDocument, look: Look): string {
  const { phase, release, movedAt } = document;
  const bad = controllerAlarms(suffix).filter((name) => look.alarms?.[name] === "ALARM");
  if (bad.length > 0) {
    return `NOT GUARDED: ${bad.join(" and ")} in ALARM: the controller fails or does not run, so it neither moves traffic nor rolls back; by hand: ${direct(suffix, "<color>")}`;
  }
  if (phase === "foreign" || phase === "held")
    return "NOT GUARDED: the controller leaves the traffic alone until a repair";
  const { steps = [], step = 0, minRequests = 0 } = release ?? {};
  const endsAt =
    phase === "baking" && (look.requests ?? 0) >= minRequests
      ? movedAt + (steps[step]?.bakeMinutes ?? 0) * MINUTE
      : phase === "shifting"
        ? movedAt + TIMES.shift
        : Number.POSITIVE_INFINITY;
  if (look.now > endsAt + LATE) {
    return `NOT GUARDED, it seems. The state above is STALE: the controller should have moved on ${duration(look.now - endsAt)} ago; look at its log group ${controllerLogGroup(suffix)}`;
  }
  const unseen = controllerAlarms(suffix).filter((name) => look.alarms?.[name] !== "OK");
  if (unseen.length > 0) {
    return `NOT KNOWN whether the controller runs and guards the traffic: ${unseen.map((name) => `${name} ${look.alarms?.[name] === undefined ? "cannot be seen" : "is not judged"}`).join(" and ")}`;
  }
  if (phase === "stuck")
    return `guarded: the controller looks every minute, and moves nothing until ${destination(document)} can answer, or somebody says where all traffic goes`;
  return UNDER_WAY.includes(phase)
    ? "guarded: the controller looks every minute, also when this terminal is closed"
    : "guarded: the controller checks the listener's weights every minute";
}
