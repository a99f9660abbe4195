import { readArn } from "../../naming/arn";
import { lengthOf } from "../../terminal/wrap";
import { COLORS, type Weights } from "../controller/color";
import { describe } from "../controller/decision";
import { fitted } from "./fitted";
import type { HistoryLine } from "./history";

/** The share of each image at a given time, with who moved the traffic and why. */
export interface SharesAt {
  /** ISO 8601, like all times in this file. */
  readonly at: string;
  /** The action of the line that tells the shares. */
  readonly since: string;
  readonly action: HistoryLine["action"];
  readonly shares: Weights;
  /** The weights that traffic was moving away from at that time. @default - traffic was where `shares` says */
  readonly from?: Weights;
  /** The images when the release began. @default - the line belongs to no release */
  readonly images?: HistoryLine["images"];
  readonly release?: string;
  /** Who asked for the move; for a release, who started it. @default - the controller moved traffic by itself */
  readonly by?: string;
  /** AWS's id of the call, which CloudTrail knows. */
  readonly requestId?: string;
  readonly reason?: string;
}

/** Actions of lines that tell where traffic is going, and not that it has arrived. */
const ON_THE_WAY: readonly HistoryLine["action"][] = [
  "started",
  "shifting",
  "promoted",
  "going back",
  "set",
  "moved again",
];

/** Actions of lines that tell that traffic has stayed, which need not be where it has to go. */
const STAYED: readonly HistoryLine["action"][] = ["not rolled back", "stuck", "paused"];

/** The weights that a line says traffic has, or gets within seconds. */
const weightsOf = ({ action, from, to }: HistoryLine) => (STAYED.includes(action) ? from : to);

/**
 * The shares at a given time, by the history.
 *
 * @param lines the history's lines in the order of their times
 * @returns a text that says why the shares are not known, where they are not
 */
export function sharesAt(lines: readonly HistoryLine[], at: Date): SharesAt | { readonly unknown: string } {
  const time = at.toISOString();
  const before = lines.filter((line) => line.at <= time);
  const line = before.findLast((it) => weightsOf(it) !== undefined);
  const shares = line && weightsOf(line);
  if (line === undefined || shares === undefined) {
    return { unknown: `the history tells no weights of ${time} or before` };
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

/** Whether the lines suffice for {@link sharesAt}: they have to hold the weights and, for a release, the release's start. */
export function tellsSharesAt(lines: readonly HistoryLine[], at: Date): boolean {
  const found = sharesAt(lines, at);
  if ("unknown" in found) return false;
  const { release } = found;
  return release === undefined || lines.some((it) => it.action === "started" && it.release === release);
}

/** The answer as a text for people. @param columns the terminal's width; an image is never broken, so that it can be copied */
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
        : [`  on its way there, from ${describe(from.green)}: the listener follows within seconds`]),
      `since ${since}: ${action}${release === undefined ? "" : `, release ${release}`}`,
      `who: ${by === undefined ? "the controller" : (readArn(by)?.resource ?? by)}${requestId === undefined ? "" : `; CloudTrail has the call as ${requestId}`}`,
      `why: ${reason ?? "the history says no reason"}`,
    ].flatMap((line) => fitted(line, columns)),
  ].join("\n");
}
