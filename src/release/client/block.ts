import { table } from "../../terminal/table";
import { COLORS, type Color, otherColor, weightOf } from "../controller/color";
import { describe } from "../controller/decision";
import { type ReleaseDocument, UNDER_WAY } from "../controller/document";
import type { WideLook } from "../controller/look";
import {
  allWords,
  type ColorRequests,
  failedWords,
  minutesWords,
  p99Words,
  rateWords,
  rounded,
} from "../controller/requests";
import { bearsWords } from "./bears";
import { namesOf } from "./environment";
import { failingWords } from "./failing";
import { fitted, shortAlarm, shortImage } from "./fitted";
import { guardedWords } from "./guarded";
import type { Numbers } from "./numbers";
import type { Seen } from "./seen";
import { moment } from "./time";
import { destination, harmWords, liveWords, nextByItself, standing, whatNext } from "./words";

/**
 * Returns the state of a release in lines, in this order: the requests that fail, the release's phase, the next step and the possible
 * commands, a line that says whether the controller guards the release, a table of both colors, and a table of the release alarms.
 */
export function block(suffix: string, seen: Seen, columns: number): readonly string[] {
  const { document: stored, problem, look, numbers, stale } = seen;
  const document = stored === "none" ? undefined : stored;
  const told =
    document === undefined
      ? [
          problem === undefined
            ? "there is no release document: no release is recorded here"
            : `NOT SEEN: ${problem}`,
        ]
      : [
          standing(document, look),
          ...[
            ...nextByItself(document, look),
            ...bearsWords(document, seen),
            ...ways(suffix, document, look),
          ].map((it) => `  ${it}`),
          guardedWords(suffix, document, look),
          ...(look.live === document.want
            ? []
            : [`live: ${liveWords(look)}; wanted: ${describe(document.want)}`]),
        ];
  const harm = harmWords(look);
  const all =
    numbers === undefined ? [] : [`${harm.length > 0 ? "  measured" : "users"}: ${allWords(numbers)}`];
  const failing = document === undefined ? [] : failingWords(document, seen.failing, look.now);
  const users = harm.length + all.length + failing.length === 0 ? [] : [...harm, ...all, ...failing, ""];
  const width = Number.isFinite(columns) ? Math.min(columns, READABLE) : columns;
  const old = stale === undefined ? [] : ["", `STALE NUMBERS: newer ones cannot be read: ${stale}`];
  return [
    `environment ${suffix}, ${utc(look.now)}`,
    "",
    ...[...users, ...told, ...old].flatMap((line) => fitted(line, width)),
    "",
    ...colorTable(document, seen, columns).split("\n"),
    "",
    ...alarmTable(suffix, document, seen, columns),
    ...(look.unknown.length === 0
      ? []
      : ["", "CANNOT BE SEEN", ...look.unknown.flatMap((it) => fitted(`  ${it}`, columns))]),
  ];
}

/**
 * Returns lines with the commands that a person can use now.
 *
 * In the phase `stuck`, the controller wants to send all traffic to one color, but this color cannot answer requests. In this phase, the
 * function adds these lines:
 *
 * - The first line tells the person to choose only one of the commands.
 * - The last line tells the person to look at the events and the stopped tasks of this color's ECS service. If a command already shows
 * these
 *   events, the last line is omitted.
 */
function ways(suffix: string, document: ReleaseDocument, look: WideLook): readonly string[] {
  const all = whatNext(suffix, document, look);
  if (document.phase !== "stuck") return all;
  const to = destination(document);
  return [
    `do ONE of these ${all.length}, not several, because each decides where all traffic goes:`,
    ...all,
    ...(all.some((way) => way.includes("describe-services"))
      ? []
      : [
          `this command does not show why ${to} cannot answer: look at the events and the stopped tasks of ecs-service-${to}-${suffix}`,
        ]),
  ];
}

/** The greatest width of a line in columns, also in a wider terminal: longer lines are hard to read. */
const READABLE = 100;

/** Returns a time as text in UTC, such as `2026-11-27 05:06:07 UTC`. */
export const utc = (milliseconds: number): string => `${moment(milliseconds)} UTC`;

function colorTable(document: ReleaseDocument | undefined, seen: Seen, columns: number): string {
  const { look, numbers } = seen;
  const { release, phase = "idle" } = document ?? {};
  const candidate = UNDER_WAY.includes(phase) ? release?.candidate : undefined;
  const colors = candidate === undefined ? COLORS : ([candidate, otherColor(candidate)] as const);
  const row = (what: string, of: (color: Color) => string) => [what, ...colors.map(of)];
  const rows = [
    row("image", (color) => shortImage(look.runs?.[color].image ?? release?.images[color] ?? "?")),
    row("traffic", (color) => shareWords(look, color)),
    row("requests", measured(seen, rateWords)),
    row("failed", measured(seen, failedWords)),
    row("p99", measured(seen, p99Words)),
    row("targets", (color) => {
      const { healthy = "?", registered = "?" } = look.targets[color] ?? {};
      return `${healthy} healthy of ${registered}`;
    }),
    row("tasks", (color) => {
      const { running = "?", desired = "?" } = look.runs?.[color] ?? {};
      return `${running} running of ${desired}`;
    }),
  ];
  const heads = colors.map((color) =>
    candidate === undefined ? color : `${color}, ${color === candidate ? "candidate" : "stable"}`,
  );
  return table([numbers === undefined ? "" : minutesWords(numbers), ...heads], rows, columns);
}

function shareWords({ live, recorded }: WideLook, color: Color): string {
  if (typeof live !== "number") return live === "no weights" ? "no weights" : "?";
  const is = `${weightOf(color, live)} %`;
  if (recorded === live || recorded === undefined) return is;
  return `${is} (recorded: ${typeof recorded === "number" ? `${weightOf(color, recorded)} %` : recorded})`;
}

/**
 * Returns a function that returns a text about the requests to a color, for example their rate. If the numbers of the requests were not
 * read, the text is `?`.
 */
const measured =
  ({ look, numbers }: Seen, words: (of: ColorRequests) => string) =>
  (color: Color): string =>
    numbers === undefined ? "?" : words(withRefused(look, numbers, color));

/**
 * Returns the numbers of the requests to a color. If the color has no targets, the load balancer answers its requests with 503. CloudWatch
 * counts these requests only for the whole load balancer, so this function adds them to the color's own numbers.
 */
function withRefused({ targets }: WideLook, { colors, refused }: Numbers, color: Color): ColorRequests {
  const own = colors[color];
  const isTheOne = targets[color]?.registered === 0 && (targets[otherColor(color)]?.registered ?? 0) > 0;
  if (refused === 0 || !isTheOne) return own;
  const rate = own.rate + refused;
  return { ...own, rate, failed: (own.rate * (own.failed ?? 0) + 100 * refused) / rate };
}

/** Returns a table with all release alarms, and with those other alarms that are not OK. Alarms in ALARM come first. */
function alarmTable(
  suffix: string,
  document: ReleaseDocument | undefined,
  seen: Seen,
  columns: number,
): string[] {
  const { look, numbers } = seen;
  const { alarms: states } = look;
  if (states === undefined) return ["  the alarms cannot be seen"];
  const { release, phase = "idle" } = document ?? {};
  const { alarms } = namesOf({ suffix });
  const own =
    UNDER_WAY.includes(phase) && release !== undefined ? release.alarms : [...alarms.blue, ...alarms.green];
  const others = Object.keys(states).filter((name) => !own.includes(name));
  const bad = others.filter((name) => states[name] !== "OK");
  const all = [...own, ...bad];
  const isInAlarm = (name: string) => states[name] === "ALARM";
  const rows = [...all.filter(isInAlarm), ...all.filter((it) => !isInAlarm(it))].map((name) => {
    const color = COLORS.find((it) => alarms[it].includes(name));
    const { value, threshold, comparison = "", unit = "" } = numbers?.alarms[name] ?? {};
    const none =
      numbers === undefined ? "?" : color === undefined ? "no value" : whyNone(seen, numbers, color);
    return [
      shortAlarm(suffix, name),
      value === undefined ? none : `${rounded(value)} ${unit}`.trim(),
      threshold === undefined ? "" : `${comparison} ${rounded(threshold)} ${unit}`.trim(),
      stateWords(states[name]),
    ];
  });
  const fine = others.length - bad.length;
  return [
    ...table(["alarm", "value", "wrong if", "state"], rows, columns).split("\n"),
    ...(fine === 0 ? [] : [`  ${fine} other alarm${fine === 1 ? " is" : "s are"} OK`]),
    ...(own.some((name) => name.includes("-quiet-"))
      ? fitted('  "quiet" alarms count over 5 minutes, because they judge few requests', columns)
      : []),
  ];
}

/** Returns words that say why an alarm of a color has no value. */
function whyNone({ look }: Seen, { colors }: Numbers, color: Color): string {
  if (look.targets[color]?.registered === 0) return "no targets";
  return colors[color].rate === 0 ? "no requests" : "no value";
}

export const stateWords = (state: string | undefined): string =>
  state === "ALARM" ? "in ALARM" : state === "INSUFFICIENT_DATA" ? "not judged" : (state ?? "cannot be seen");
