import { readArn } from "../../naming/arn";
import { lengthOf } from "../../terminal/wrap";
import { COLORS, type Weights } from "../controller/color";
import { describe } from "../controller/decision";
import { fitted } from "./fitted";
import type { HistoryLine } from "./history";

/** Which image had which share at a time, by whom and why. */
export interface SharesAt {
  /** ISO 8601, as all times here. */
  readonly at: string;
  /** The line by which the shares are known. */
  readonly since: string;
  readonly action: HistoryLine["action"];
  readonly shares: Weights;
  /** Traffic was on its way: from these, or somewhere between. @default - it was where `shares` says */
  readonly from?: Weights;
  /** As the release found them. @default - no release of which the line tells */
  readonly images?: HistoryLine["images"];
  readonly release?: string;
  /** Who asked for it; of a release, who started it. @default - the controller, by itself */
  readonly by?: string;
  /** AWS's id of the call, which CloudTrail knows. */
  readonly requestId?: string;
  readonly reason?: string;
}

/** Lines that say where traffic is going, and not that it is there. */
const ON_THE_WAY: readonly HistoryLine["action"][] = [
  "started",
  "shifting",
  "promoted",
  "going back",
  "set",
  "moved again",
];

/** Lines that say that traffic is where it came from, which need not be where it has to go. */
const STAYED: readonly HistoryLine["action"][] = ["not rolled back", "stuck", "paused"];

/** The weights that a line says traffic has, or gets within seconds. */
const weightsOf = ({ action, from, to }: HistoryLine) => (STAYED.includes(action) ? from : to);

/** What a history says of a time. @param lines in order, from the first one @returns why nothing is known */
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

/** Whether lines tell all that {@link sharesAt} says of a time: the weights and, of a release, how it started. */
export function tellsSharesAt(lines: readonly HistoryLine[], at: Date): boolean {
  const found = sharesAt(lines, at);
  if ("unknown" in found) return false;
  const { release } = found;
  return release === undefined || lines.some((it) => it.action === "started" && it.release === release);
}

/** For people. @param columns of the terminal; an image stays in one piece, so that it can be copied */
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
