import { COLORS, greenWhere, otherColor } from "../controller/color";
import { describe } from "../controller/decision";
import { typed } from "../controller/typed";
import { type Counts, countsOf, failedShare, refusedOf } from "./counts";
import { weightsOver } from "./release-time";
import type { Report } from "./report";
import { between, clock } from "./table";
import { sentBackBy, wayBack } from "./way-back";
import { whyLater } from "./why-later";

/** The beginning of a report: how the release ended, why, and what to do. */
export interface Outcome {
  /** The release's result, such as `completed` or `rolled back`. */
  readonly word: string;
  readonly isGood: boolean;
  readonly happened: string;
  readonly users: string;
  readonly next: string;
  /**
   * A sentence that says why minutes passed between the first failed requests and the alarm that sent traffic back.
   * @default - no alarm sent traffic back, or the alarm's definition is not known
   */
  readonly later?: string | undefined;
}

/**
 * Each line of the release history has an action. This list contains the actions that the report shows as a release's result. If a release
 * has lines with the action `completed` or `rolled back`, the report shows the action of the last of these lines. Otherwise, the report
 * shows the action of the release's last line. If this list does not contain that action, the report shows `under way` instead.
 */
const STANDS = [
  "completed",
  "rolled back",
  "not rolled back",
  "stuck",
  "foreign",
  "held",
  "paused",
  "going back",
];

/** Returns the result of a release that has ended, or the state of a release that has not ended. */
export function outcomeOf(report: Report): Outcome {
  const { suffix, release } = report;
  const { lines, candidate, startedAt, endedAt, shown } = release;
  const stable = otherColor(candidate);
  const ending = lines.findLast(({ at, action }) => Date.parse(at) === endedAt && STANDS.includes(action));
  const last = ending ?? lines.at(-1);
  const word = last !== undefined && STANDS.includes(last.action) ? last.action : "under way";
  // A long pause has several lines in the history. The first of these lines has the time at which the pause began.
  const paused = lines[lines.findLastIndex(({ action }) => action !== "paused") + 1] ?? last;
  const pausedAt = paused === undefined ? startedAt : Date.parse(paused.at);
  const lastAt = last === undefined ? startedAt : Date.parse(last.at);
  const took = between(startedAt, endedAt ?? shown.to);
  const why = last?.reason === undefined || last.reason === "" ? "" : `: ${last.reason}`;
  const says = (words: string) => typed(suffix, words);
  const status = says("status");
  const of: Record<string, readonly [happened: string, next: string]> = {
    completed: [
      `${candidate} took over from ${stable}, step by step, in ${took}; no release alarm sent it back.`,
      `Nothing has to be done. To undo this release, as long as ${stable} runs the earlier version: ${says(`rollback --to ${stable}`)}`,
    ],
    "rolled back": [
      `Rolled back ${sentBackBy(release)}. ${wayBack(release, stable)}`,
      `Find the reason in the CloudWatch log group log-group-${candidate}-${suffix}; correct the fault, deploy ${candidate}, and release again. ${stable} has all traffic meanwhile.`,
    ],
    "going back": [
      `Traffic is being sent back to ${stable} ${sentBackBy(release)}.`,
      `To see whether all traffic is back: ${status}`,
    ],
    "not rolled back": [
      `Traffic could NOT be sent back to ${stable}${why}.`,
      `Assume the operator or the break-glass role, and move all traffic without the controller: ${says(`rollback --direct --to ${stable}`)}`,
    ],
    stuck: [
      `Since ${clock(lastAt)} all traffic should be on ${stable}, and could NOT be sent there. It stayed ${whereOf(release)}${why}.`,
      `The controller sends all traffic to ${stable} as soon as ${stable} has a target that can answer. To see the present state, the recommended command, and the effects of the other commands: ${status}`,
    ],
    foreign: [
      `Somebody else changed the listener, and the controller does not change it back${why}.`,
      `To keep the present weights: ${says("repair")} - or to move all traffic to one color: ${says("rollback --to <color>")}`,
    ],
    held: [
      `Somebody changed the listener without the controller, and the controller does not change it back${why}.`,
      `To let the controller continue with the present weights: ${says("repair")}`,
    ],
    paused: [
      `The release has been paused since ${clock(pausedAt)}, ${between(startedAt, pausedAt)} after the start, and a person has to decide${why}.`,
      `To go on: ${says("resume")} - or to send all traffic back: ${says("rollback")}`,
    ],
    "under way": [
      `The release has been under way for ${took}. The history does not contain its end.`,
      `To see the present state: ${status} - or to send all traffic back: ${says("rollback")}`,
    ],
  };
  const [happened = "", next = ""] = of[word] ?? [];
  return {
    word,
    isGood: word === "completed",
    happened,
    users: usersOf(report),
    next,
    later: whyLater(report),
  };
}

/** Returns words for the listener's last known weights during a release, such as `at blue 75 %, green 25 %`. */
function whereOf(release: Report["release"]): string {
  const weight = weightsOver(release).at(-1)?.weight;
  return weight === undefined ? "where it was" : `at ${describe(greenWhere(release.candidate, weight))}`;
}

export const percent = (share: number | undefined): string =>
  share === undefined ? "-" : `${share === 0 ? 0 : share < 0.1 ? "under 0.1" : share.toFixed(1)} %`;

const grouped = (count: number) => Math.round(count).toLocaleString("en-US");

export const countsInWords = ({ requests, failed }: Counts): string =>
  requests === 0 ? "no requests" : `${grouped(failed)} of ${grouped(requests)}`;

function usersOf({ measured, release }: Report): string {
  if ("missing" in measured) return `Not known from here: ${measured.missing}.`;
  const each = COLORS.map((color) => ({ color, counts: countsOf(measured, color, release) }));
  const all = each.reduce((sum, { counts }) => sum + counts.requests, 0);
  const refused = refusedOf(measured, release);
  const failed = each.reduce((sum, { counts }) => sum + counts.failed, refused);
  if (all + refused === 0)
    return "CloudWatch counted no request, so it is not known whether requests failed.";
  const perColor = each.map(({ color, counts }) =>
    counts.requests === 0
      ? `${color} had no requests`
      : `${countsInWords(counts)} requests to ${color} failed (${percent(failedShare(counts))})`,
  );
  const unanswered =
    refused === 0
      ? []
      : [
          `${grouped(refused)} more requests got 503 from the load balancer, because their color had no targets`,
        ];
  return `${failed === 0 ? "No request failed" : `At most ${grouped(failed)} requests failed (requests of clients that hung up are counted too)`}: ${[...perColor, ...unanswered].join("; ")}.`;
}
