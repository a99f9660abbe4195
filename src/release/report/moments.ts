import { whoOf } from "../client/history";
import { moment } from "../client/time";
import { otherColor } from "../controller/color";
import { type Html, html } from "./html";
import type { Report } from "./report";
import { ALARM, type Mark } from "./svg";
import { clock } from "./table";

/** A moment that the plots mark with a number, and its description in the list of moments. */
export interface Moment extends Mark {
  readonly text: string;
}

/**
 * Returns the moments of a release, numbered in the order of their times. A moment is a line of the release history, or an alarm that goes
 * to ALARM. If an alarm and a line have the same time, the alarm comes first, because the alarm is the reason for the line.
 */
export function momentsOf({ release, alarms }: Report): readonly Moment[] {
  const { shown, lines } = release;
  const rises = alarms.flatMap(({ name, bands }) =>
    bands.flatMap(({ from, state }) =>
      state === "ALARM" && from > shown.from
        ? [{ at: from, text: `${name} goes to ALARM`, isAlarm: true }]
        : [],
    ),
  );
  const told = lines.map((line) => ({
    at: Date.parse(line.at),
    text: textOf(line, release),
    isAlarm: false,
  }));
  return [...rises, ...told]
    .sort((a, b) => a.at - b.at || Number(b.isAlarm) - Number(a.isAlarm))
    .map((it, index) => ({ ...it, label: `${it.isAlarm ? ALARM : ""}${index + 1}` }));
}

/** Returns the description of a line of the release history. */
function textOf(line: Report["release"]["lines"][number], { candidate }: Report["release"]): string {
  const { action, to, reason = "", by } = line;
  const stable = otherColor(candidate);
  const gets = to === undefined ? "" : `: ${candidate} gets ${to[candidate]} %`;
  const who = by === undefined ? "" : `, asked for by ${whoOf(line)}`;
  const why = reason === "" ? "" : `: ${reason}`;
  switch (action) {
    case "started":
      return `the release starts${gets}${who}`;
    case "shifting":
      return `the next step${gets}`;
    case "completed":
      return to === undefined || to[candidate] === 100
        ? `completed: ${candidate} has all traffic`
        : `completed: ${candidate} keeps ${to[candidate]} %, ${stable} keeps the rest`;
    case "going back":
      return `decision: all traffic back to ${stable}${by === undefined ? " (by the controller itself)" : who}${why}`;
    case "rolled back":
      return `rolled back: ${stable} has all traffic`;
    default:
      return `${action}${who}${why}`;
  }
}

/** Returns the list that explains the numbers in the plots. It has the time and the description of each moment. */
export function momentList(moments: readonly Moment[], { from, to }: Report["release"]["shown"]): Html {
  const isOneDay = moment(from).slice(0, 10) === moment(to).slice(0, 10);
  return html`<ul class="moments">${moments.map(
    ({ at, label, text, isAlarm }) => html`
<li class="${isAlarm ? "rise" : ""}"><b>${label}</b> <span class="soft">${isOneDay ? clock(at) : moment(at)}</span> <span>${text}</span></li>`,
  )}</ul>`;
}
