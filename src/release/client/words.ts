import { duration } from "../../terminal/live";
import { type Color, otherColor, weightOf, wholeColor } from "../controller/color";
import { describe, MINUTE, TIMES } from "../controller/decision";
import type { ReleaseDocument } from "../controller/document";
import type { Pause } from "../controller/events";
import { harmOf, waysOutOfStuck } from "../controller/harm";
import { canTakeBack, type Look, targetWords, type WideLook } from "../controller/look";
import { typed } from "../controller/typed";
import { moment } from "./time";
import { whilePaused } from "./while-paused";

/** Returns the color that has to get all traffic according to a release document. */
export const destination = ({ want }: ReleaseDocument): Color => wholeColor(want);

/**
 * Returns the listener's present weights in words. If the listener has no weights, or if the listener could not be read, returns a sentence
 * about this problem.
 */
export const liveWords = ({ live, unknown }: Look): string =>
  typeof live === "number"
    ? describe(live)
    : live === "no weights"
      ? "the listener forwards to no color (a maintenance page, or other target groups)"
      : `the listener cannot be seen: ${unknown.join("; ")}`;

/**
 * Returns a list with one line about the requests that fail now. The weights and the targets show which requests fail. The list is empty if
 * no requests are known to fail. The line is printed before all other lines.
 */
export function harmWords(look: Look): readonly string[] {
  const harm = harmOf(look);
  return harm === undefined ? [] : [`USERS: ${harm}`];
}

/** Returns the state of a release in one line. */
export function standing(document: ReleaseDocument, look: Look): string {
  const { phase, reason, ended, want, movedAt } = document;
  const of = stepWords(document);
  switch (phase) {
    case "idle":
      return `no release is under way; wanted: ${describe(want)}`;
    case "shifting":
      return `${of}: the listener is being moved`;
    case "baking":
      return `${of}: baking, ${bakingWords(document, look)}`;
    case "paused":
      return `${of}: PAUSED: ${pauseWords(document)}`;
    case "back":
      if (look.live === want)
        return `all traffic is on ${destination(document)} (${reason}); the controller has not confirmed it yet`;
      return document.warned
        ? `NOT ROLLED BACK: after more than a minute, not all traffic is on ${destination(document)} (${reason}); the controller tries again every minute`
        : `going back to ${destination(document)}: ${reason}; the controller tries every minute`;
    case "stuck":
      return `STUCK: since ${moment(movedAt)} UTC all traffic has to go to ${destination(document)} (${reason}), which ${cannotAnswer(document, look)} (targets: ${targetWords(look)})`;
    case "settling":
      return `${look.live === want ? `${ended ?? "moved"}:` : `${ended ?? "settling"}; wanted:`} ${describe(want)} (${reason}); traffic settles for ten minutes: if an earlier ModifyListener call takes effect in these ten minutes and changes the weights, the controller restores them`;
    case "foreign":
      return `FOREIGN: ${reason}`;
    case "held":
      return `HELD: the listener was moved without the controller (${reason})`;
  }
}

/**
 * Returns words that say whether the color that has to get all traffic can answer. The controller called the release stuck at an earlier
 * look, and the targets may have changed since.
 */
const cannotAnswer = (document: ReleaseDocument, look: Look): string =>
  canTakeBack(look, destination(document))
    ? "could not answer when the controller last looked"
    : "cannot answer";

function stepWords({ release, want }: ReleaseDocument): string {
  if (release === undefined) return describe(want);
  const { candidate, steps, step } = release;
  const weights = steps.map(({ weight }) => weight).join(", ");
  return `release of ${candidate}, step ${step + 1} of ${steps.length} (${weights} %): ${weightOf(candidate, want)} %`;
}

/** Words for the reason why a release is paused. The possible commands are printed below these words. */
const PAUSES: Readonly<Record<Pause, string>> = {
  asked: "somebody asked for it",
  approval: "the next step needs an approval",
  inconclusive: "too few requests to judge by",
  "too few targets": "too few healthy targets for the next step",
};

const pauseWords = ({ release, reason }: ReleaseDocument): string =>
  release?.paused === undefined ? reason : PAUSES[release.paused];

function bakingWords({ release, movedAt }: ReleaseDocument, { now, requests }: Look): string {
  const { steps = [], step = 0, minRequests = 0, maxBakeMinutes = 0 } = release ?? {};
  const bakeMilliseconds = (steps[step]?.bakeMinutes ?? 0) * MINUTE;
  const left = movedAt + bakeMilliseconds - now;
  const time = left > 0 ? `${duration(left)} left` : "the step's time is over";
  if (minRequests === 0) return `${time}; NOT JUDGED by requests (minRequests is 0)`;
  const counted = `${requests ?? "?"} of ${minRequests} requests`;
  const waits =
    left <= 0 && (requests ?? 0) < minRequests
      ? `; it waits for more requests until ${maxBakeMinutes} minutes are over`
      : "";
  return `${time}; ${counted}${waits}`;
}

/** Returns the lines about what comes next: the release's next step, and the commands that are possible now. */
export function whatNext(suffix: string, document: ReleaseDocument, look: WideLook): readonly string[] {
  const { phase, release } = document;
  const says = (words: string) => typed(suffix, words);
  switch (phase) {
    case "idle":
      return look.live === undefined || look.live === document.want
        ? []
        : [
            `the listener does not have the wanted weights; to see how the controller judges that, wait a minute and run: ${says("status")}`,
          ];
    case "shifting":
    case "baking": {
      const { steps = [], step = 0, candidate = "blue" } = release ?? {};
      const following = steps[step + 1];
      return [
        following === undefined
          ? `next: completed at ${steps[step]?.weight ?? 0} %`
          : `next: ${following.weight} %${following.approval ? `, once somebody approves it by ${says("resume")}` : ""}`,
        `to roll back to ${otherColor(candidate)}: ${says("rollback")}`,
      ];
    }
    case "paused":
      return release === undefined ? [] : whilePaused(suffix, document, release, look, liveWords(look));
    case "back":
      return document.warned && look.live !== document.want
        ? [`to move all traffic without the controller: ${direct(suffix, destination(document))}`]
        : [];
    case "stuck":
      return waysOutOfStuck(suffix, destination(document), { ...look, candidate: release?.candidate });
    case "settling":
      return [];
    case "foreign":
    case "held":
      return [
        `to keep the weights as they are, and let the controller go on from them: ${says("repair")}`,
        `to send all traffic to one color: ${says("rollback --to <color>")}`,
      ];
  }
}

/**
 * Returns a list with one line about what happens next without a command, in two cases:
 *
 * - The phase is `back` (the controller sends all traffic to one color), and the field `warned` is not set. The controller sets this
 *   field when it reports a problem with the rollback.
 * - The phase is `settling` (the ten minutes after traffic was moved).
 *
 * In all other cases, returns an empty list.
 */
export function nextByItself(document: ReleaseDocument, { now }: Look): readonly string[] {
  const { phase, movedAt, warned } = document;
  if (phase === "back" && !warned) {
    return [
      `next: once the listener is seen with all traffic on ${destination(document)}, traffic settles for ten minutes`,
    ];
  }
  if (phase !== "settling") return [];
  const left = movedAt + TIMES.settle - now;
  return [`next: a release may start ${left > 0 ? `in ${duration(left)}` : "at the controller's next tick"}`];
}

export const direct = (suffix: string, to: Color | "<color>"): string =>
  typed(suffix, `rollback --direct --to ${to}`);
