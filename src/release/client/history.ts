import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { readArn } from "../../naming/arn";
import { table } from "../../terminal/table";
import { COLORS } from "../controller/color";
import type { ReleaseEvent } from "../controller/events";
import { type Environment, namesOf } from "./environment";

/** A line of the release history; `unlock` adds an action of its own. */
export type HistoryLine = Omit<ReleaseEvent, "action"> & {
  readonly action: ReleaseEvent["action"] | "unlocked";
};

/** The newest lines, oldest first; the controller writes a line twice rather than never. */
export async function readHistory(
  logs: CloudWatchLogsClient,
  environment: Environment,
  limit: number,
): Promise<readonly HistoryLine[]> {
  const lines = new Map<string, HistoryLine>();
  const pages = paginateFilterLogEvents({ client: logs }, { logGroupName: namesOf(environment).history });
  for await (const { events = [] } of pages) {
    for (const { message = "" } of events) {
      const line = parse(message);
      // Ids begin with the document's revision, which begins again with a document that was made anew.
      if (line !== undefined) lines.set(`${line.at} ${line.id}`, line);
    }
  }
  return [...lines.values()].sort((a, b) => a.at.localeCompare(b.at) || compare(a.id, b.id)).slice(-limit);
}

/** By revision, then by place in it. */
const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function parse(message: string): HistoryLine | undefined {
  try {
    const line = JSON.parse(message) as Partial<HistoryLine> | null;
    if (typeof line?.at !== "string" || typeof line.action !== "string") return undefined;
    return { ...line, id: line.id ?? "" } as HistoryLine;
  } catch {
    return undefined; // written by a hand
  }
}

/** Who asked for what a line tells. */
export const whoOf = ({ by }: Pick<HistoryLine, "by">): string =>
  by === undefined ? "controller" : (readArn(by)?.resource ?? by);

/** Why, and release alarms that were in ALARM or not judged. */
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

/** A history for people: which image had which share, in which release, who, why. */
export function historyTable(lines: readonly HistoryLine[]): string {
  const rows = lines.map((line) => {
    const { at, action, release = "", from, to, images } = line;
    const shares = to ?? from;
    return [
      at,
      release.slice(0, 8),
      action,
      from === undefined ? "" : `${from.blue}/${from.green}`,
      to === undefined ? "" : `${to.blue}/${to.green}`,
      images === undefined || shares === undefined
        ? ""
        : COLORS.filter((color) => shares[color] > 0)
            .map((color) => `${shares[color]} % ${images[color]}`)
            .join(", "),
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
  );
}
