import { type HistoryLine, whoOf } from "../client/history";
import { moment } from "../client/time";
import { COLORS, type Color, greenWhere, otherColor } from "../controller/color";
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
  /** The release's result, such as `completed` or `rolled back`; if the history has no result, the release's last state. */
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
  const { lines, candidate, startedAt, endedAt, shown, followedBy } = release;
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
  const at = `At ${clock(lastAt)}`;
  const of: Record<string, readonly [happened: string, next: string]> = {
    completed: [
      `${gaveOf(release, stable)} in ${took}${promotionOf(release)}; no release alarm sent it back.`,
      `This release needs no further step. To undo it, as long as ${stable} runs the earlier version: ${says(`rollback --to ${stable}`)}`,
    ],
    "rolled back": [
      `Rolled back ${sentBackBy(release)}. ${wayBack(release, stable)}`,
      `Find the reason in the CloudWatch log group log-group-${candidate}-${suffix}; correct the fault, deploy ${candidate}, and release again. At the end of this release, ${stable} had all traffic.`,
    ],
    "going back": [
      `${at} the controller began to send all traffic back to ${stable}. The rollback was started ${sentBackBy(release)}.`,
      `To see whether all traffic is back: ${status}`,
    ],
    "not rolled back": [
      `${at} not all traffic had been sent back to ${stable}${why}.`,
      `To see whether all traffic is back: ${status} - if it is not, assume the operator or the break-glass role, and move all traffic without the controller: ${says(`rollback --direct --to ${stable}`)}`,
    ],
    stuck: [
      `${at} all traffic had to go to ${stable}, and could NOT be sent there. It stayed ${whereOf(release)}${why}.`,
      `As long as the release is stuck, the controller sends all traffic to ${stable} as soon as ${stable} has a target that can answer. This command shows whether the release is still stuck, which command is recommended, and what the other commands do: ${status}`,
    ],
    foreign: [
      `${at} the controller saw a state of the listener that it had not requested, and did not change it back${why}.`,
      `To see whether the listener is still in a state that the controller has not requested: ${status} - if it is, to keep the present weights: ${says("repair")} - or to move all traffic to one color: ${says("rollback --to <color>")}`,
    ],
    held: [
      `${at} somebody moved traffic without the controller, and the controller did not change it back${why}.`,
      `To see whether the controller still leaves the listener alone: ${status} - if so, this command lets the controller continue with the present weights: ${says("repair")}`,
    ],
    paused: [
      `The release was paused at ${clock(pausedAt)}, ${between(startedAt, pausedAt)} after the start, and a person had to decide${why}.`,
      `To see whether it is still paused: ${status} - if it is, to go on: ${says("resume")} - or to send all traffic back: ${says("rollback")}`,
    ],
    "under way": [
      `${took} after the start, the history did not contain the end of the release.`,
      `To see whether the release is still under way: ${status} - if it is, to send all traffic back: ${says("rollback")}`,
    ],
  };
  const [happened = "", next = ""] = of[word] ?? [];
  const rest = { users: usersOf(report), later: whyLater(report) };
  if (followedBy !== undefined) {
    return {
      word: `ended while ${word}`,
      isGood: false,
      happened: `${happened} After that, the release was over: ${followingOf(followedBy)}.`,
      next: `This release needs no further step, because it is over. To see the present state of the traffic: ${status}`,
      ...rest,
    };
  }
  return {
    word,
    isGood: word === "completed",
    happened,
    next,
    ...rest,
  };
}

/** Returns words for the share of the traffic that a completed release gave the candidate. The last step may have less than 100 %. */
function gaveOf({ lines, candidate }: Report["release"], stable: Color): string {
  const share = lines.findLast(({ action }) => action === "completed")?.to?.[candidate];
  if (share === undefined) return `The release completed`;
  if (share === 100) return `The release gave ${candidate} all traffic`;
  return `The release gave ${candidate} ${share} % of the traffic, and ${stable} kept the rest,`;
}

/** Returns words that say who ran the command `promote`; an empty text if nobody has promoted the release. */
function promotionOf({ lines }: Report["release"]): string {
  const promoted = lines.findLast(({ action }) => action === "promoted");
  return promoted === undefined ? "" : `, after the command promote of ${whoOf(promoted)}`;
}

/** Returns words for the first history line that no longer belongs to the release. */
function followingOf(line: HistoryLine): string {
  const { at, action, to, by, reason = "" } = line;
  const weights = to === undefined ? "" : ` (${describe(to.green)})`;
  const who = by === undefined ? "" : `, asked for by ${whoOf(line)}`;
  return `the history goes on with "${action}"${weights} at ${moment(Date.parse(at))}${who}${reason === "" ? "" : `: ${reason}`}`;
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
