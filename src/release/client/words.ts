import { controllerLogGroup } from "../../naming/names";
import { duration } from "../../terminal/live";
import { type Color, otherColor, weightOf, wholeColor } from "../controller/color";
import { describe, MINUTE, TIMES } from "../controller/decision";
import { type ReleaseDocument, UNDER_WAY } from "../controller/document";
import { type Look, targetWords } from "../controller/look";
import { typed } from "../controller/message";
import { controllerAlarms } from "./environment";

/** The color that a document sends all traffic to. */
export const destination = ({ want }: ReleaseDocument): Color => wholeColor(want);

/** Weights as a look shows them. */
export const liveWords = ({ live, unknown }: Look): string =>
  typeof live === "number"
    ? describe(live)
    : live === "no weights"
      ? "the listener forwards to no color (a maintenance page, or other target groups)"
      : `the listener cannot be seen: ${unknown.join("; ")}`;

/** Where a release stands, in one line. */
export function standing(document: ReleaseDocument, look: Look): string {
  const { phase, reason, ended, want } = document;
  const of = stepWords(document);
  switch (phase) {
    case "idle":
      return `no release is under way; wanted: ${describe(want)}`;
    case "shifting":
      return `${of}: the listener is being moved`;
    case "baking":
      return `${of}: baking, ${bakingWords(document, look)}`;
    case "paused":
      return `${of}: PAUSED: ${reason}`;
    case "back":
      return `going back to ${destination(document)}: ${reason}; tried at every tick, which is every minute`;
    case "stuck":
      return `STUCK: ${destination(document)} could answer nothing (targets: ${targetWords(look)}); all traffic has to go there: ${reason}`;
    case "settling":
      return `${ended ?? "moved"}: ${describe(want)}; traffic settles for ten minutes, in which a call that comes late is undone (${reason})`;
    case "foreign":
      return `FOREIGN: ${reason}`;
    case "held":
      return `HELD: the listener was moved past the controller (${reason})`;
  }
}

function stepWords({ release, want }: ReleaseDocument): string {
  if (release === undefined) return describe(want);
  const { candidate, steps, step } = release;
  const weights = steps.map(({ weight }) => weight).join(", ");
  return `release of ${candidate}, step ${step + 1} of ${steps.length} (${weights} %): ${weightOf(candidate, want)} %`;
}

function bakingWords({ release, movedAt }: ReleaseDocument, { now, requests }: Look): string {
  const { steps = [], step = 0, minRequests = 0, maxBakeMinutes = 0 } = release ?? {};
  const bakeMilliseconds = (steps[step]?.bakeMinutes ?? 0) * MINUTE;
  const left = movedAt + bakeMilliseconds - now;
  const time = left > 0 ? `${duration(left)} left` : "its time is over";
  if (minRequests === 0) return `${time}; NOT JUDGED by requests (minRequests is 0)`;
  const counted = `${requests ?? "?"} of ${minRequests} requests`;
  const waits =
    left <= 0 && (requests ?? 0) < minRequests
      ? `, for which it waits until ${maxBakeMinutes} minutes are over`
      : "";
  return `${time}; ${counted}${waits}`;
}

/** What happens next, and what somebody can do, a line each. */
export function whatNext(suffix: string, document: ReleaseDocument, look: Look): readonly string[] {
  const { phase, release } = document;
  const says = (words: string) => typed(suffix, words);
  switch (phase) {
    case "idle":
      return look.live === undefined || look.live === document.want
        ? []
        : [
            `the listener is not where it is wanted; the controller says so at its next tick: ${says("status")}`,
          ];
    case "shifting":
    case "baking": {
      const { steps = [], step = 0, candidate = "blue" } = release ?? {};
      const following = steps[step + 1];
      return [
        following === undefined
          ? `next: completed at ${steps[step]?.weight ?? 0} %`
          : `next: ${following.weight} %${following.approval ? `, once somebody approves it by ${says("resume")}` : ""}`,
        `back to ${otherColor(candidate)}: ${says("rollback")}`,
      ];
    }
    case "paused":
      return [
        `go on: ${says("resume")}`,
        `all traffic to ${release?.candidate} now: ${says("promote")}`,
        `back: ${says("rollback")}`,
      ];
    case "back":
      return document.warned ? [`move it past the controller: ${direct(suffix, destination(document))}`] : [];
    case "stuck":
      return [
        `start tasks of ${destination(document)}: traffic goes there by itself`,
        `move it all the same: ${says("rollback --force")}`,
        `all traffic to ${otherColor(destination(document))} instead, whatever its alarms say: ${says(`rollback --to ${otherColor(destination(document))}`)}`,
      ];
    case "settling":
      return [];
    case "foreign":
    case "held":
      return [
        `keep the weights as they are, and let the controller go on from them: ${says("repair")}`,
        `all traffic to one color: ${says("rollback --to <color>")}`,
      ];
  }
}

/** What the controller does next by itself, where nobody has to do anything. */
export function nextByItself(document: ReleaseDocument, { now }: Look): readonly string[] {
  const { phase, movedAt, warned } = document;
  if (phase === "back" && !warned) {
    return [
      `next: the listener is read back with all traffic on ${destination(document)}; then traffic settles for ten minutes`,
    ];
  }
  if (phase !== "settling") return [];
  const left = movedAt + TIMES.settle - now;
  return [`next: a release may start ${left > 0 ? `in ${duration(left)}` : "at the controller's next tick"}`];
}

export const direct = (suffix: string, to: Color | "<color>"): string =>
  typed(suffix, `rollback --direct --to ${to}`);

/** Later than the controller needs to move on: it ticks once a minute. */
const LATE = 3 * MINUTE;

/** Who watches the traffic now; a problem with it begins with NOT. */
export function guardedWords(suffix: string, document: ReleaseDocument, look: Look): string {
  const { phase, release, movedAt } = document;
  const bad = controllerAlarms(suffix).filter((name) => look.alarms?.[name] === "ALARM");
  if (bad.length > 0) {
    return `NOT GUARDED: ${bad.join(" and ")} in ALARM: the controller fails or does not run, so nothing is moved or taken back; by hand: ${direct(suffix, "<color>")}`;
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
    return `NOT GUARDED, it seems; this is STALE: the controller should have moved on ${duration(look.now - endsAt)} ago; look at its log group ${controllerLogGroup(suffix)}`;
  }
  const unseen = controllerAlarms(suffix).filter((name) => look.alarms?.[name] !== "OK");
  const doubt =
    unseen.length === 0 ? "" : `; ${unseen.join(" and ")} not OK: whether it does cannot be told from here`;
  return UNDER_WAY.includes(phase)
    ? `guarded: the controller looks every minute, whatever becomes of this terminal${doubt}`
    : `guarded: the controller compares every minute${doubt}`;
}
