import { readArn } from "../../naming/arn";
import { lengthOf } from "../../terminal/wrap";
import { COLORS, type Weights } from "../controller/color";
import { describe } from "../controller/decision";
import { fitted } from "./fitted";
import type { HistoryLine } from "./history";

/** The traffic at a given time: the share and the image of each color, the person who moved the traffic, and the reason. */
export interface SharesAt {
  /** The given time. All times in this file are in ISO 8601. */
  readonly at: string;
  /** The time of a history line. The field `shares` was read from this line. */
  readonly since: string;
  readonly action: HistoryLine["action"];
  readonly shares: Weights;
  /**
   * The weights before a move of traffic. The field is present if the last history line before the given time announces this move. It is
   * not known whether the listener still had these weights at the given time, or already had the weights in `shares`.
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

/** If a history line has one of these actions, the line announces a move of traffic. A later line confirms the move. */
const ON_THE_WAY: readonly HistoryLine["action"][] = [
  "started",
  "shifting",
  "promoted",
  "going back",
  "set",
  "moved again",
];

/** If a history line has one of these actions, traffic was not moved. The line's field `from` contains the listener's weights. */
const STAYED: readonly HistoryLine["action"][] = ["not rolled back", "stuck", "paused"];

/**
 * Returns the listener's weights after the action of a history line. If the line announces a move of traffic, the listener gets the
 * returned weights within seconds.
 */
const weightsOf = ({ action, from, to }: HistoryLine) => (STAYED.includes(action) ? from : to);

/**
 * Returns the shares of the traffic that both colors had at a given time, according to the history.
 *
 * @param lines the history's lines, the oldest first
 * @returns the shares; if the history does not contain them, the reason
 */
export function sharesAt(lines: readonly HistoryLine[], at: Date): SharesAt | { readonly unknown: string } {
  const time = at.toISOString();
  const before = lines.filter((line) => line.at <= time);
  const line = before.findLast((it) => weightsOf(it) !== undefined);
  const shares = line && weightsOf(line);
  if (line === undefined || shares === undefined) {
    return { unknown: `the history has no weights from ${time} or before` };
  }
  const { release, action, from } = line;
  const isOn = ON_THE_WAY.includes(action) && before.at(-1) === line;
  const start = before.findLast((it) => it.action === "started" && it.release === release);
  const { by, requestId } = line.by === undefined && release !== undefined ? (start ?? line) : line;
  const images = line.images ?? start?.images;
  return {
    at: time,
    since: line.at,
    action,
    shares,
    ...(isOn && from !== undefined && { from }),
    ...(images && { images }),
    ...(release !== undefined && { release }),
    ...(by !== undefined && { by }),
    ...(requestId !== undefined && { requestId }),
    ...(line.reason !== undefined && { reason: line.reason }),
  };
}

/**
 * Returns true if the lines are enough for {@link sharesAt}. One of the lines has to contain the weights. If this line belongs to a
 * release, the line about the release's start is necessary too.
 */
export function tellsSharesAt(lines: readonly HistoryLine[], at: Date): boolean {
  const found = sharesAt(lines, at);
  if ("unknown" in found) return false;
  const { release } = found;
  return release === undefined || lines.some((it) => it.action === "started" && it.release === release);
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
    `environment ${suffix} at ${at}`,
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
            `  the move to these weights had just been requested at that time; the listener may still have had ${describe(from.green)}`,
          ]),
      `since ${since}: ${action}${release === undefined ? "" : `, release ${release}`}`,
      `who: ${by === undefined ? "the controller" : (readArn(by)?.resource ?? by)}${requestId === undefined ? "" : `; the request id in CloudTrail is ${requestId}`}`,
      `why: ${reason ?? "the history has no reason"}`,
    ].flatMap((line) => fitted(line, columns)),
  ].join("\n");
}
