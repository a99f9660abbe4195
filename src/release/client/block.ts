import { table } from "../../terminal/table";
import { lengthOf, wrap } from "../../terminal/wrap";
import { COLORS, type Color, otherColor, weightOf } from "../controller/color";
import { describe } from "../controller/decision";
import { type ReleaseDocument, UNDER_WAY } from "../controller/document";
import type { WideLook } from "../controller/look";
import { namesOf } from "./environment";
import type { Numbers } from "./numbers";
import type { Seen } from "./seen";
import { moment } from "./time";
import { guardedWords, liveWords, nextByItself, standing, whatNext } from "./words";

/** Where a release stands, in lines: what it says, what comes next, who guards it, both colors and the release alarms. */
export function block(suffix: string, seen: Seen, columns: number): readonly string[] {
  const { document: stored, problem, look, stale } = seen;
  const document = stored === "none" ? undefined : stored;
  const told =
    document === undefined
      ? [problem ?? "no release was started here yet"]
      : [
          standing(document, look),
          ...[...nextByItself(document, look), ...whatNext(suffix, document, look)].map((it) => `  ${it}`),
          guardedWords(suffix, document, look),
          ...(look.live === document.want
            ? []
            : [`live: ${liveWords(look)}; wanted: ${describe(document.want)}`]),
        ];
  const numbers = stale === undefined ? [] : ["", `STALE NUMBERS: newer ones cannot be read: ${stale}`];
  return [
    `environment ${suffix}, ${utc(look.now)}`,
    "",
    ...[...told, ...numbers].flatMap((line) => fitted(line, columns)),
    "",
    ...colorTable(document, seen, columns).split("\n"),
    "",
    ...alarmTable(suffix, document, seen, columns),
    ...(look.unknown.length === 0
      ? []
      : ["", "CANNOT BE SEEN", ...look.unknown.flatMap((it) => fitted(`  ${it}`, columns))]),
  ];
}

/** A time as people read it at night, wherever they are. */
export const utc = (milliseconds: number): string => `${moment(milliseconds)} UTC`;

/** Lines of at most so many columns; a command at the end stays one that can be pasted. */
export function fitted(line: string, columns: number): string[] {
  if (lengthOf(line) <= columns) return [line];
  const [, indent = "", words = "", command] = /^( *)(.*?)(?: (npm run release -- .*))?$/.exec(line) ?? [];
  const width = columns - indent.length;
  const typed = command === undefined ? [] : wrap(command, width - 4).map((it) => `  ${it}`);
  return [
    ...wrap(words, width, true),
    ...typed.map((it, at) => (at < typed.length - 1 ? `${it} \\` : it)),
  ].map((it) => `${indent}${it}`);
}

function colorTable(document: ReleaseDocument | undefined, { look, numbers }: Seen, columns: number): string {
  const { release, phase = "idle" } = document ?? {};
  const candidate = UNDER_WAY.includes(phase) ? release?.candidate : undefined;
  const colors = candidate === undefined ? COLORS : ([candidate, otherColor(candidate)] as const);
  const row = (what: string, of: (color: Color) => string) => [what, ...colors.map(of)];
  const rows = [
    row("image", (color) => shortImage(look.runs?.[color].image ?? release?.images[color] ?? "?")),
    row("traffic", (color) => shareWords(look, color)),
    row("requests", (color) => rateWords(numbers, color)),
    row("failed", (color) => percentWords(numbers, color)),
    row("p99", (color) => secondsWords(numbers, color)),
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
  return table([numbers === undefined ? "" : minutes(numbers), ...heads], rows, columns);
}

const minutes = ({ from, to }: Numbers): string => {
  const minute = (at: number) => new Date(at).toISOString().slice(11, 16);
  return `${minute(from)}-${minute(to)} UTC`;
};

function shareWords({ live, recorded }: WideLook, color: Color): string {
  if (typeof live !== "number") return live === "no weights" ? "no weights" : "?";
  const is = `${weightOf(color, live)} %`;
  if (recorded === live || recorded === undefined) return is;
  return `${is} (recorded: ${typeof recorded === "number" ? `${weightOf(color, recorded)} %` : recorded})`;
}

/** Requests a minute; nothing asked is said, and is no 0. */
export function rateWords(numbers: Numbers | undefined, color: Color): string {
  if (numbers === undefined) return "?";
  const { rate } = numbers.colors[color];
  return rate === 0 ? "no requests" : `${rounded(rate)} a minute`;
}

export function percentWords(numbers: Numbers | undefined, color: Color): string {
  if (numbers === undefined) return "?";
  const { failed } = numbers.colors[color];
  return failed === undefined ? "no requests" : `${rounded(failed)} %`;
}

export function secondsWords(numbers: Numbers | undefined, color: Color): string {
  if (numbers === undefined) return "?";
  const { p99, rate } = numbers.colors[color];
  return p99 === undefined ? (rate === 0 ? "no requests" : "no answers") : `${rounded(p99)} s`;
}

/** At most three digits that say something. */
export const rounded = (value: number): string =>
  value > 0 && value < 0.01
    ? "< 0.01"
    : String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));

/** The release alarms, and what else is not OK. */
function alarmTable(
  suffix: string,
  document: ReleaseDocument | undefined,
  { look, numbers }: Seen,
  columns: number,
): string[] {
  const { alarms: states } = look;
  if (states === undefined) return ["  the alarms cannot be seen"];
  const { release, phase = "idle" } = document ?? {};
  const { alarms } = namesOf({ suffix });
  const own =
    UNDER_WAY.includes(phase) && release !== undefined ? release.alarms : [...alarms.blue, ...alarms.green];
  const others = Object.keys(states).filter((name) => !own.includes(name));
  const bad = others.filter((name) => states[name] !== "OK");
  const rows = [...own, ...bad].map((name) => {
    const color = COLORS.find((it) => alarms[it].includes(name));
    const { value, threshold, comparison = "", unit = "" } = numbers?.alarms[name] ?? {};
    const isUnasked = color !== undefined && numbers?.colors[color].rate === 0;
    const none = numbers === undefined ? "?" : isUnasked ? "no requests" : "no value";
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
  ];
}

export const stateWords = (state: string | undefined): string =>
  state === "ALARM" ? "in ALARM" : state === "INSUFFICIENT_DATA" ? "not judged" : (state ?? "cannot be seen");

/** An alarm's name without what all of the environment's have. */
export const shortAlarm = (suffix: string, name: string): string =>
  name.replace(/^alarm-/, "").replace(new RegExp(`-${suffix}$`), "");

/** An image without its registry, and with the first digits of its digest. */
export const shortImage = (image: string): string =>
  image.replace(/^[^/]*[.:][^/]*\//, "").replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
