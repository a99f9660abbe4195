import { COLORS, type Color, otherColor, wholeColor } from "./color";
import { describe } from "./decision";
import type { Action, ReleaseEvent } from "./events";
import { harmOf, type Standing, waysOutOfStuck } from "./harm";
import { failedWords, minutesWords, p99Words, type Requests, rateWords, rounded } from "./requests";
import { typed } from "./typed";

/**
 * Returns the subject line of a message about a line of the release history. SNS allows at most 100 ASCII characters.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function subjectOf(suffix: string, event: ReleaseEvent): string {
  const { action, candidate, pause } = event;
  const what =
    action === "paused" && pause !== undefined ? `PAUSED, ${PAUSES[pause]}` : (LOUD[action] ?? action);
  const isShown = ["started", "paused", "completed"].includes(action);
  const weights = STAYED.includes(action) ? event.from : event.to;
  const share =
    candidate === undefined || weights === undefined || !isShown
      ? ""
      : ` (${candidate} ${weights[candidate]} %)`;
  const subject = `${suffix}: release${candidate === undefined ? "" : ` of ${candidate}`}: ${what}${share}`;
  return subject.replace(/[^ -~]/g, "?").slice(0, 100);
}

/** Words for a message's subject line. The keys are the actions after which a person has to do something. */
const LOUD: Partial<Record<Action, string>> = {
  "not rolled back": "NOT ROLLED BACK",
  stuck: "STUCK",
  foreign: "FOREIGN, not guarded",
  held: "HELD, not guarded",
};

const PAUSES = {
  asked: "somebody asked for it",
  approval: "approval wanted",
  inconclusive: "inconclusive",
  "too few targets": "too few targets",
} as const;

/**
 * Returns the text of a message about a line of the release history. The text contains:
 *
 * - the data of the history line
 * - a warning, if a color that gets traffic has no healthy target
 * - CloudWatch's numbers of the requests to both colors
 * - the commands that a person can run now
 *
 * @param measured CloudWatch's numbers of the requests to both colors
 * @default - the numbers could not be read
 */
export function messageOf(suffix: string, event: ReleaseEvent, measured?: Requests): string {
  const { action, candidate, from, to, reason, by, at, alarms, requests, minRequests, targets = {} } = event;
  const harm = harmOf(standingOf(event));
  const states = Object.entries(alarms ?? {});
  const named = (state: string) => states.filter(([, it]) => it === state).map(([name]) => name);
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
  const fine = named("OK").length;
  return [
    `${suffix}: ${candidate === undefined ? "" : `release of ${candidate}: `}${action}`,
    ...(harm === undefined ? [] : [harm]),
    ...(reason === undefined || reason === "" ? [] : [reason]),
    ...(from === undefined ? [] : [`${STAYED.includes(action) ? "now" : "from"}: ${describe(from.green)}`]),
    ...(to === undefined ? [] : [`${wordOfTarget(action)}: ${describe(to.green)}`]),
    ...requestLines(measured),
    ...(requests === undefined || minRequests === undefined
      ? []
      : [`requests in this step: ${requests} of ${minRequests}`]),
    `healthy targets: ${COLORS.map((color) => `${color} ${targets[color] === undefined ? "?" : `${targets[color].healthy} of ${targets[color].registered}`}`).join(", ")}`,
    ...(alarms === undefined ? ["alarms: not known, they were not read"] : []),
    ...list("in ALARM", named("ALARM")),
    ...list("not judged", named("INSUFFICIENT_DATA")),
    ...(fine === 0 ? [] : [`alarms that are OK: ${fine} of ${states.length}`]),
    ...(by !== undefined
      ? [`asked by: ${by}`]
      : action === "going back"
        ? ["asked by: nobody, the controller decided it"]
        : []),
    `at: ${at}`,
    "",
    ...whatToDo(suffix, event),
  ].join("\n");
}

/**
 * Returns the environment's state at the time of a history line. From this state, `harmOf` tells which requests fail. Depending on the
 * line's action, the listener's weights are in the field `to` or in the field `from`.
 */
function standingOf({ action, from, to, targets, alarms, candidate }: ReleaseEvent): Standing {
  const live = (IS_THERE.includes(action) ? to : from)?.green;
  return {
    candidate,
    ...(live !== undefined && { live }),
    ...(targets && { targets }),
    ...(alarms && { alarms }),
  };
}

function requestLines(measured: Requests | undefined): readonly string[] {
  if (measured === undefined) return ["requests, failed share and p99: not known, CloudWatch did not answer"];
  const { colors, refused } = measured;
  return [
    `requests, ${minutesWords(measured)}:`,
    ...COLORS.map((color) => {
      const of = colors[color];
      return of.rate === 0
        ? `  ${color}: no requests`
        : `  ${color}: ${rateWords(of)}, ${failedWords(of)} failed, p99 ${p99Words(of)}`;
    }),
    ...(refused === 0 ? [] : [`  to a color without targets, answered 503: ${rounded(refused)} a minute`]),
  ];
}

/**
 * If a history line has one of these actions, the line's field `to` contains the weights that the listener had at that time. In a line with
 * another action, the field `to` contains the wanted weights.
 */
const IS_THERE: readonly Action[] = ["completed", "rolled back", "foreign", "held"];

/**
 * If a history line has one of these actions, traffic was not moved. The line's field `from` contains the listener's weights, and its field
 * `to` contains the wanted weights.
 */
const STAYED: readonly Action[] = ["not rolled back", "stuck", "paused"];

const wordOfTarget = (action: Action): string =>
  IS_THERE.includes(action) ? "weights" : STAYED.includes(action) ? "wanted" : "to";

function whatToDo(suffix: string, event: ReleaseEvent): readonly string[] {
  const { action, candidate = "green", to, release, pause } = event;
  const says = (words: string) => typed(suffix, words);
  const look = `to watch the release: ${says("status --watch")}`;
  const report = `to see what happened: ${says(release === undefined ? "history" : `report ${release}`)}`;
  const stable = to === undefined ? otherColor(candidate) : wholeColor(to.green);
  switch (action) {
    case "started":
      return [look, `to send all traffic back: ${says("rollback")}`];
    case "paused":
      return [
        `to go on: ${says("resume")}`,
        // If the candidate has too few targets for the next step, it also has too few for all traffic.
        ...(pause === "too few targets"
          ? []
          : [`to send all traffic to ${candidate} now: ${says("promote")}`]),
        `to send all traffic back: ${says("rollback")}`,
        look,
      ];
    case "going back":
      return [
        "the controller sends a further message about the result; if none comes within five minutes, look at the release",
        look,
      ];
    case "rolled back":
      return [
        `the listener was seen with all traffic on ${stable}; find out the reason for the rollback before the next release`,
        report,
      ];
    case "not rolled back":
      return [
        `assume the operator or the break-glass role, and move all traffic without the controller: ${says(`rollback --direct --to ${stable}`)}`,
        look,
      ];
    case "stuck":
      return [...waysOutOfStuck(suffix, stable, standingOf(event)), look];
    case "foreign":
    case "held":
      return [
        "NOT GUARDED until somebody runs one of these commands:",
        `to keep the weights as they are: ${says("repair")}`,
        `to send all traffic to one color: ${says("rollback --to <color>")}`,
        report,
      ];
    case "completed":
      return [...afterwards(suffix, otherColor(candidate), event), report];
    default:
      return [look];
  }
}

/** Returns the line about the command that sends traffic back after a completed release, and about the targets that the command needs. */
function afterwards(suffix: string, stable: Color, { to, targets = {} }: ReleaseEvent): readonly string[] {
  const command = typed(suffix, `rollback --to ${stable}`);
  if (to !== undefined && to[stable] > 0) return [`to send all traffic to ${stable}: ${command}`];
  return targets[stable]?.healthy === 0
    ? [`${stable} has no healthy target, so this command is NO way back before it has one: ${command}`]
    : [
        `let the tasks of ${stable} run for at least ten minutes, because this command needs them: ${command}`,
      ];
}
