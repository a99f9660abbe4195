import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { readArn } from "../../naming/arn";
import { printable } from "../../terminal/printable";
import { RefusedError } from "../../terminal/refused";
import { table } from "../../terminal/table";
import { COLORS } from "../controller/color";
import type { ReleaseEvent } from "../controller/events";
import { type Environment, namesOf } from "./environment";
import { fitted, shortImage } from "./fitted";

/** A line of the release history. The controller writes all actions except `unlocked`, which the command `unlock` writes. */
export type HistoryLine = Omit<ReleaseEvent, "action"> & {
  readonly action: ReleaseEvent["action"] | "unlocked";
};

const DAY = 24 * 60 * 60_000;
/** How many days of the history each attempt reads. The last attempt reads the whole history. */
const BACK = [7, 30, 120, 480, Number.POSITIVE_INFINITY];

/**
 * Reads the newest lines of the history, and returns them with the oldest line first. CloudWatch Logs returns the oldest line
 * first, and a history may be years long; so this function reads a short time first, and goes further back until `isEnough`
 * holds. A line that the controller wrote twice is returned once.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 *
 * @param isEnough tells whether the lines that have been read answer the caller's question
 * @param until the time after which no line is read. @default - all lines are read, even lines with times after this machine's
 * present time, because this machine's clock may be wrong
 * @throws RefusedError when the environment has no history
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

/** The lines between two times, both included. */
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
        // The id alone does not identify a line: ids begin with the document's revision, and a new document starts at revision
        // 1 again.
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

/** Compares two ids by their numbers: the document's revision, then the line's index in that revision. */
const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function parse(message: string): HistoryLine | undefined {
  try {
    const line = JSON.parse(message) as Partial<HistoryLine> | null;
    if (typeof line?.at !== "string" || typeof line.action !== "string") return undefined;
    return { ...line, id: line.id ?? "" } as HistoryLine;
  } catch {
    return undefined; // a person wrote this line
  }
}

/** The name of the person who asked for the action of a line, or `controller`. */
export const whoOf = ({ by }: Pick<HistoryLine, "by">): string =>
  by === undefined ? "controller" : (readArn(by)?.resource ?? by);

/** The reason in a line, and the release alarms that were in ALARM or had insufficient data. */
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

/** The least width for a table, in columns: in a narrower terminal the cells are too narrow to be read. */
const NARROW = 120;

/** The history as text for people: a table or, in a narrow terminal, paragraphs. @param columns the terminal's width */
export const historyText = (lines: readonly HistoryLine[], columns: number): string =>
  columns < NARROW
    ? lines.map((line) => paragraph(line, columns)).join("\n\n")
    : historyTable(lines, columns);

/** One entry of the history on several lines, with shortened images. */
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

/** The images that have traffic after the action of a line, with their shares. */
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
