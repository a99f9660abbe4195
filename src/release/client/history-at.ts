import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { readArn } from "../../naming/arn";
import { RefusedError } from "../../terminal/refused";
import { lengthOf } from "../../terminal/wrap";
import { COLORS, type Weights } from "../controller/color";
import { describe } from "../controller/decision";
import type { Environment } from "./environment";
import { fitted } from "./fitted";
import { type HistoryLine, readHistory } from "./history";

/** The traffic at a given time: the share and the image of each color, the person who moved the traffic, and the reason. */
export interface SharesAt {
  /** The given time. All times in this file are in ISO 8601. */
  readonly at: string;
  /** The time of a history line. The field `shares` was read from this line. */
  readonly since: string;
  readonly action: HistoryLine["action"];
  readonly shares: Weights;
  /**
   * The weights before a move of traffic. The field is present if the newest weights before the given time are those of a line that
   * announces this move. It is not known whether the listener still had these weights at the given time, or already had the weights in
   * `shares`.
   * @default - the listener had the weights in `shares`
   */
  readonly from?: Weights;
  /** The image of each color when the release began. @default - the line belongs to no release */
  readonly images?: HistoryLine["images"];
  readonly release?: string;
  /**
   * The person who asked for the move; for a step of a release, the person who started the release. @default - the controller
   * moved the traffic without a command
   */
  readonly by?: string;
  /**
   * A command reaches the controller as an invocation of the controller's Lambda function. This field is the request id of the invocation.
   * CloudTrail records this id.
   */
  readonly requestId?: string;
  readonly reason?: string;
}

/** If a history line has one of these actions, the line announces a move of traffic. A later line with weights confirms the move. */
const ON_THE_WAY: readonly HistoryLine["action"][] = [
  "started",
  "shifting",
  "resumed",
  "promoted",
  "going back",
  "set",
  "moved again",
];

/** If a history line has one of these actions, traffic was not moved. The line's field `from` contains the listener's weights. */
const STAYED: readonly HistoryLine["action"][] = ["not rolled back", "stuck", "paused"];

/**
 * Lines with these actions contain no weights. The listener keeps its weights, with one exception: if a pause interrupted a move,
 * `resumed` and `promoted` let this move continue.
 */
const WITHOUT_WEIGHTS: readonly HistoryLine["action"][] = ["resumed", "promoted", "unlocked"];

/**
 * Returns the listener's weights after the action of a history line. If the line announces a move of traffic, the listener gets the
 * returned weights within seconds. Returns `undefined` if the line does not contain these weights: the listener forwarded to no
 * color, or the controller could not read it.
 */
const weightsOf = ({ action, from, to }: HistoryLine) =>
  STAYED.includes(action) || (ON_THE_WAY.includes(action) && from === undefined) ? from : to;

/**
 * Returns the newest line that contains weights or should contain them. If a pause interrupted a move that has been continued since,
 * returns the line about the continuation, such as `resumed`, and adds the weights of the move to it.
 */
function lineWithWeights(lines: readonly HistoryLine[]): HistoryLine | undefined {
  const index = lines.findLastIndex(({ action }) => !WITHOUT_WEIGHTS.includes(action));
  const line = lines[index];
  const { action, from, to } = line ?? {};
  if (action !== "paused" || from === undefined || to === undefined || from.green === to.green) return line;
  const goesOn = lines.slice(index).findLast((it) => it.action === "resumed" || it.action === "promoted");
  return goesOn ? { ...goesOn, from, to } : line;
}

const upTo = (lines: readonly HistoryLine[], at: Date) => lines.filter((line) => line.at <= at.toISOString());

/**
 * Returns the shares of the traffic that both colors had at a given time, according to the history.
 *
 * @param lines the history's lines, the oldest first
 * @returns the shares; if the history does not contain them, the reason
 */
export function sharesAt(lines: readonly HistoryLine[], at: Date): SharesAt | { readonly unknown: string } {
  const time = at.toISOString();
  const before = upTo(lines, at);
  const line = lineWithWeights(before);
  if (line === undefined) return { unknown: `the history has no weights from ${time} or before` };
  const shares = weightsOf(line);
  if (shares === undefined) return { unknown: unknownSince(line, before, time) };
  const { release, action, from } = line;
  const start = before.findLast((it) => it.action === "started" && it.release === release);
  const { by, requestId } = line.by === undefined && release !== undefined ? (start ?? line) : line;
  const images = line.images ?? start?.images;
  return {
    at: time,
    since: line.at,
    action,
    shares,
    ...(ON_THE_WAY.includes(action) && from !== undefined && { from }),
    ...(images && { images }),
    ...(release !== undefined && { release }),
    ...(by !== undefined && { by }),
    ...(requestId !== undefined && { requestId }),
    ...(line.reason !== undefined && { reason: line.reason }),
  };
}

/** Returns a text about a line without weights, and about the newest weights before this line. */
function unknownSince(line: HistoryLine, before: readonly HistoryLine[], time: string): string {
  const last = before.findLast((it) => weightsOf(it) !== undefined);
  const weights = last && weightsOf(last);
  return [
    `the weights at ${time} are not known: the history's line "${line.action}" of ${line.at} does not contain the listener's weights`,
    ...(line.reason === undefined ? [] : [`its reason: ${line.reason}`]),
    ...(last && weights
      ? [`the line before with weights: "${last.action}" of ${last.at}, ${describe(weights.green)}`]
      : []),
  ].join("\n  ");
}

/**
 * Returns true if the lines are enough for {@link sharesAt}. One of the lines has to contain the weights. If this line belongs to a
 * release, the line about the release's start is necessary too. Also returns true if it
 * makes no sense to read older lines, because the newest line that should contain the weights does not.
 */
export function tellsSharesAt(lines: readonly HistoryLine[], at: Date): boolean {
  const found = sharesAt(lines, at);
  if ("unknown" in found) return lineWithWeights(upTo(lines, at)) !== undefined;
  const { release } = found;
  return release === undefined || lines.some((it) => it.action === "started" && it.release === release);
}

/**
 * Reads the shares of the traffic at a given time from the release history.
 *
 * @throws RefusedError if the history does not contain them, or if the time is later than this machine's present time
 */
export async function readSharesAt(
  logs: CloudWatchLogsClient,
  environment: Environment,
  at: Date,
  now = Date.now(),
): Promise<SharesAt> {
  if (at.getTime() > now) {
    throw new RefusedError(
      `${at.toISOString()} is in the future: this machine's time is ${new Date(now).toISOString()}`,
    );
  }
  const lines = await readHistory(logs, environment, (it) => tellsSharesAt(it, at), at);
  const found = sharesAt(lines, at);
  if ("unknown" in found) throw new RefusedError(found.unknown);
  return found;
}

/**
 * Returns the text that people read about each color's share of the traffic, its image, and the last move.
 *
 * @param columns the terminal's width; the name of an image is never wrapped, so that it can be copied
 */
export function sharesText(
  suffix: string,
  found: SharesAt,
  columns: number = Number.POSITIVE_INFINITY,
): string {
  const { at, since, action, shares, from, images, release, by, requestId, reason } = found;
  return [
    ...fitted(`environment ${suffix} at ${at}, according to the release history`, columns),
    ...COLORS.flatMap((color) => {
      const share = `  ${color.padEnd(5)}  ${`${shares[color]} %`.padStart(5)}`;
      const image = images?.[color] ?? "its image is not in the history";
      const line = `${share}  ${image}`;
      return lengthOf(line) <= columns ? [line] : [share, `    ${image}`];
    }),
    ...[
      ...(from === undefined
        ? []
        : [
            `  until that time, no line of the history confirms the move to these weights: the listener may still have had ${describe(from.green)}`,
          ]),
      ...(images === undefined
        ? []
        : ["  the images are those of the release's start: the history does not contain later deployments"]),
      `since ${since}: ${action}${release === undefined ? "" : `, release ${release}`}`,
      `who: ${by === undefined ? "the controller" : (readArn(by)?.resource ?? by)}${requestId === undefined ? "" : `; the request id in CloudTrail is ${requestId}`}`,
      `why: ${reason ?? "the history has no reason"}`,
    ].flatMap((line) => fitted(line, columns)),
  ].join("\n");
}
