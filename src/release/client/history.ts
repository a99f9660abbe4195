import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { readArn } from "../../naming/arn";
import { printable } from "../../terminal/printable";
import { RefusedError } from "../../terminal/refused";
import { table } from "../../terminal/table";
import { COLORS } from "../controller/color";
import type { ReleaseEvent } from "../controller/events";
import { type Environment, namesOf } from "./environment";
import { fitted, shortImage } from "./fitted";

/**
 * A line of the release history. The command `unlock` writes the lines with the action `unlocked`. The controller writes all other lines.
 */
export type HistoryLine = Omit<ReleaseEvent, "action"> & {
  readonly action: ReleaseEvent["action"] | "unlocked";
};

const DAY = 24 * 60 * 60_000;
/**
 * The history is first read for the last 7 days. If the lines of these days are not enough, it is read for the last 30 days, and so on. The
 * last number stands for the whole history.
 */
const BACK = [7, 30, 120, 480, Number.POSITIVE_INFINITY];

/**
 * Reads the newest lines of the release history, and returns them with the oldest line first. CloudWatch Logs returns the oldest line
 * first, and a history may be years long. So this function first reads the last days, and then goes further back until `isEnough` returns
 * true. If the controller has written a line twice, the line is returned once.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 *
 * @param isEnough a function that returns true if the lines that have been read are enough for the caller
 * @param until a time: lines that are later than this time are not read. @default - all new lines are read, even lines that are later than
 * this machine's present time, because this machine's clock may be wrong
 * @throws RefusedError if the environment has no release history
 */
export async function readHistory(
  logs: CloudWatchLogsClient,
  environment: Environment,
  isEnough: (lines: readonly HistoryLine[]) => boolean,
  until?: Date,
): Promise<readonly HistoryLine[]> {
  const newest = until?.getTime() ?? Date.now();
  let endTime = until?.getTime();
  let lines: readonly HistoryLine[] = [];
  for (const days of BACK) {
    const startTime = Math.max(0, newest - days * DAY);
    const time = { startTime, ...(endTime !== undefined && { endTime }) };
    lines = [...(await readLines(logs, environment, time)), ...lines];
    if (startTime === 0 || isEnough(lines)) break;
    endTime = startTime - 1;
  }
  return lines;
}

/** Reads the lines of the release history from `startTime` to `endTime`. Lines at `startTime` and lines at `endTime` are included. */
async function readLines(
  logs: CloudWatchLogsClient,
  { suffix, ...environment }: Environment,
  time: { readonly startTime: number; readonly endTime?: number },
): Promise<readonly HistoryLine[]> {
  const logGroupName = namesOf({ suffix, ...environment }).history;
  const lines = new Map<string, HistoryLine>();
  try {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs },
      { logGroupName, ...time },
    )) {
      for (const { message = "" } of events) {
        const line = parse(message);
        // The id alone does not identify a line. An id begins with the revision of the release document, and a new document starts with
        // revision 1 again.
        if (line !== undefined) lines.set(`${line.at} ${line.id}`, line);
      }
    }
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    throw new RefusedError(
      `there is no release history of ${suffix}: its log group ${logGroupName} does not exist in this account; is the environment deployed?`,
    );
  }
  return [...lines.values()].sort((a, b) => a.at.localeCompare(b.at) || compare(a.id, b.id));
}

/**
 * Compares the ids of two lines, such as `12-0`, by their numbers: the revision of the release document, and the line's index in this
 * revision.
 */
const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function parse(message: string): HistoryLine | undefined {
  try {
    const line = JSON.parse(message) as Partial<HistoryLine> | null;
    if (typeof line?.at !== "string" || typeof line.action !== "string") return undefined;
    return { ...line, id: line.id ?? "" } as HistoryLine;
  } catch {
    return undefined; // the line is not JSON: a person wrote it
  }
}

/**
 * Returns the name of the person whose command caused the action of a history line. If no command caused the action, returns `controller`.
 */
export const whoOf = ({ by }: Pick<HistoryLine, "by">): string =>
  by === undefined ? "controller" : (readArn(by)?.resource ?? by);

/** Returns the reason in a history line, and the release alarms that were in ALARM or had insufficient data at that time. */
export function whyOf({ reason = "", alarms = {} }: Pick<HistoryLine, "reason" | "alarms">): string {
  const named = (state: string) => Object.keys(alarms).filter((name) => alarms[name] === state);
  const inAlarm = named("ALARM").filter((name) => !reason.includes(name));
  const unjudged = named("INSUFFICIENT_DATA");
  return [
    reason,
    ...(inAlarm.length === 0 ? [] : [`in ALARM: ${inAlarm.join(", ")}`]),
    ...(unjudged.length === 0 ? [] : [`not judged: ${unjudged.join(", ")}`]),
  ]
    .filter((it) => it !== "")
    .join("; ");
}

/**
 * A terminal width. The unit is one column (the width of one character). In a narrower terminal, the history is shown as paragraphs,
 * because the cells of a table would be too narrow to read.
 */
const NARROW = 120;

/** Returns the history as text for people: a table or, in a narrow terminal, paragraphs. @param columns the terminal's width */
export const historyText = (lines: readonly HistoryLine[], columns: number): string =>
  columns < NARROW
    ? lines.map((line) => paragraph(line, columns)).join("\n\n")
    : historyTable(lines, columns);

/** Returns one entry of the history as a paragraph of several lines. The names of images are shortened. */
function paragraph(line: HistoryLine, columns: number): string {
  const { at, action, release, from, to } = line;
  const weights = [from, to].flatMap((it) => (it === undefined ? [] : [`${it.blue}/${it.green}`]));
  const why = whyOf(line);
  return [
    `${at}  ${action}${release === undefined ? "" : `  ${release.slice(0, 8)}`}`,
    ...(weights.length === 0 ? [] : [`  blue/green ${weights.join(" -> ")}`]),
    ...imagesOf(line, shortImage).map((it) => `  ${it}`),
    `  ${whoOf(line)}`,
    ...(why === "" ? [] : [`  ${why}`]),
  ]
    .flatMap((it) => fitted(printable(it.replace(/[\r\n\t]+/g, " ")), columns))
    .join("\n");
}

/** Returns the images that get traffic after the action of a history line, each with its share, such as `25 % app:2`. */
function imagesOf({ from, to, images }: HistoryLine, named = (image: string) => image): readonly string[] {
  const shares = to ?? from;
  return images === undefined || shares === undefined
    ? []
    : COLORS.filter((color) => shares[color] > 0).map(
        (color) => `${shares[color]} % ${named(images[color])}`,
      );
}

function historyTable(lines: readonly HistoryLine[], columns: number): string {
  const rows = lines.map((line) => {
    const { at, action, release = "", from, to } = line;
    return [
      at,
      release.slice(0, 8),
      action,
      from === undefined ? "" : `${from.blue}/${from.green}`,
      to === undefined ? "" : `${to.blue}/${to.green}`,
      imagesOf(line).join(", "),
      whoOf(line),
      whyOf(line),
    ];
  });
  return table(
    [
      "when",
      "release",
      "what",
      "from blue/green",
      "to",
      "images",
      "who",
      "why, and alarms in ALARM or not judged",
    ],
    rows,
    columns,
  );
}
