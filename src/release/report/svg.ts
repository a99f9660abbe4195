import { type Html, html } from "./html";
import type { AlarmState, Band } from "./report";

/** A value of a plotted line at one time. If the value is `undefined`, the line has a gap. */
export interface Value {
  readonly at: number;
  readonly value: number | undefined;
}

export interface Series {
  /** CSS class of the line. The class decides the line's color, and whether the line is solid or dashed. */
  readonly name: string;
  readonly values: readonly Value[];
  /** True if each value is valid until the next value, so that the line is drawn in steps. @default - straight lines join the values */
  readonly isStepped?: true;
}

/** In a plot, each moment of a release has a number. If an alarm goes to ALARM at a moment, this sign stands before its number. */
export const ALARM = "▲";

/** A moment that is marked in every plot. */
export interface Mark {
  readonly at: number;
  readonly label: string;
  readonly isAlarm: boolean;
}

/** The time axis and the marks. They are the same in all plots of a report. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly Mark[];
}

export interface Plot {
  /** The text for screen readers. */
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Series[];
  /** An alarm's threshold. The plot shows it as a horizontal line. @default - no threshold */
  readonly threshold?: { readonly value: number; readonly label: string } | undefined;
  /** The upper end of the vertical axis. @default - a round number above the greatest value and the threshold */
  readonly max?: number;
}

/**
 * The widths in which each plot is drawn: once wide and once narrow. The page contains both drawings, and shows the drawing that fits the
 * screen. On a phone, the text of the wide drawing would be too small.
 */
const WIDTHS = { wide: 920, narrow: 360 } as const;
type Width = keyof typeof WIDTHS;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 14, 24, 22];
const HEIGHT = 170;
/** A width in pixels. If the text of a group of labels is narrower than this, {@link grouped} still reserves this width for the group. */
const APART = 20;

const round = (n: number) => Math.round(n * 10) / 10;

/** Draws the same plot twice: wide for a desktop screen, and narrow for a phone. */
const both = (draw: (width: Width) => Html): Html => html`${draw("wide")}${draw("narrow")}`;

const scale = ({ from, to }: Frame, width: Width) => {
  const inner = WIDTHS[width] - LEFT - RIGHT;
  return (at: number) =>
    round(LEFT + (inner * (Math.min(Math.max(at, from), to) - from)) / Math.max(1, to - from));
};

/**
 * Returns the times that are written below the time axis. The times are whole minutes, hours or days, and there are at most `most` times.
 */
export function ticks(from: number, to: number, most: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080].map(
    (minutes) => minutes * 60_000,
  );
  const step = steps.find((it) => (to - from) / it <= most) ?? (to - from) / most;
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

/**
 * Returns the number at the upper end of a plot's vertical axis. It is the smallest number of the series 1, 2, 3, 4, 6, 8, 10, 20, 30 ...
 * that is not below `value`. A label in the middle of the axis shows half of this number.
 *
 * @param value the greatest value in the plot
 */
export function niceMax(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 6, 8, 10].map((it) => it * power).find((it) => it >= value * 0.999) ?? value;
}

const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
const number = (value: number) =>
  value >= 1000 ? `${round(value / 1000)}k` : `${Number(value.toPrecision(3))}`;

function timeAxis(frame: Frame, width: Width, bottom: number): Html {
  const x = scale(frame, width);
  return html`${ticks(frame.from, frame.to, width === "wide" ? 12 : 4).map(
    (at) =>
      html`<path class="grid" d="M${x(at)} ${TOP}V${bottom}"/><text class="t ${x(at) > WIDTHS[width] - RIGHT - 16 ? "e" : "m"}" x="${x(at)}" y="${bottom + 16}">${clock(at)}</text>`,
  )}`;
}

interface Labels {
  readonly here: number;
  readonly labels: readonly string[];
  readonly isAlarm: boolean;
}

/**
 * Returns the text of a group of labels, such as "3, 4" or "3 to 7". The numbers in a group are consecutive, so a group of more than three
 * labels shows only the first and the last number.
 */
const textOf = ({ labels }: Labels): string =>
  labels.length > 3 ? `${labels[0]} to ${labels.at(-1)}` : labels.join(", ");
/** The approximate width of a letter in a label. */
const LETTER = 7;
const widthOf = (it: Labels): number => Math.max(APART, (textOf(it).length + 1) * LETTER);
const isAtEnd = (it: Labels, width: Width) => it.here > WIDTHS[width] - RIGHT - widthOf(it);
const leftOf = (it: Labels, width: Width) => (isAtEnd(it, width) ? it.here - widthOf(it) : it.here);

/** Puts the labels of the marks into groups. Labels that would overlap come into the same group. */
function grouped(marks: readonly Mark[], x: (at: number) => number, width: Width): readonly Labels[] {
  const groups: Labels[] = [];
  for (const { at, label, isAlarm } of marks) {
    let group: Labels = { here: x(at), labels: [label], isAlarm };
    for (
      let last = groups.at(-1);
      last !== undefined && leftOf(group, width) < leftOf(last, width) + widthOf(last);
      last = groups.at(-1)
    ) {
      groups.pop();
      const { here, labels } = last;
      group = { here, labels: [...labels, ...group.labels], isAlarm: last.isAlarm || group.isAlarm };
    }
    groups.push(group);
  }
  return groups;
}

/** Draws a line with a number above it for each event of the release. Numbers that would overlap are joined, such as "3, 4" or "3 to 7". */
function marked(frame: Frame, width: Width, bottom: number): Html {
  const x = scale(frame, width);
  return html`${frame.marks.map(
    ({ at, isAlarm }) => html`<path class="${isAlarm ? "bad" : "mark"}" d="M${x(at)} ${TOP - 4}V${bottom}"/>`,
  )}${grouped(frame.marks, x, width).map((group) => {
    const { here, labels, isAlarm } = group;
    const isOne = labels.length === 1;
    const isLast = !isOne && isAtEnd(group, width);
    return html`<text class="t ${isOne ? "m" : isLast ? "e" : ""} ${isAlarm ? "badt" : ""}" x="${round(isOne || isLast ? here : here - 3)}" y="${TOP - 9}">${textOf(group)}</text>`;
  })}`;
}

function line(
  { values, isStepped, name }: Series,
  x: (at: number) => number,
  y: (value: number) => number,
): Html {
  const dots: Html[] = [];
  let path = "";
  values.forEach(({ at, value }, index) => {
    if (value === undefined) return;
    const [before, after] = [values[index - 1]?.value, values[index + 1]?.value];
    const [px, py] = [x(at), y(value)];
    if (before === undefined) path += `M${px} ${py}`;
    else path += isStepped ? `H${px}V${py}` : `L${px} ${py}`;
    if (before === undefined && after === undefined)
      dots.push(html`<circle class="${name} dot" cx="${px}" cy="${py}" r="2.5"/>`);
  });
  return html`<path class="line ${name}" d="${path}"/>${dots}`;
}

/** Draws a plot of lines over time, and marks the moments of the release in it. */
export function plot(frame: Frame, { title, unit, series, threshold, max }: Plot): Html {
  const bottom = HEIGHT - BOTTOM;
  const values = series.flatMap((it) =>
    it.values.flatMap(({ value }) => (value === undefined ? [] : [value])),
  );
  const top = max ?? niceMax(Math.max(0, 1.1 * (threshold?.value ?? 0), ...values));
  const y = (value: number) => round(bottom - ((bottom - TOP) * Math.min(value, top)) / top);
  return both((width) => {
    const x = scale(frame, width);
    const right = WIDTHS[width] - RIGHT;
    return html`<svg class="${width}" viewBox="0 0 ${WIDTHS[width]} ${HEIGHT}" role="img" aria-label="${title}">${timeAxis(frame, width, bottom)}${[
      0, 0.5, 1,
    ].map(
      (part) =>
        html`<path class="grid" d="M${LEFT} ${y(part * top)}H${right}"/><text class="t e" x="${LEFT - 5}" y="${y(part * top) + 4}">${number(part * top)}${unit}</text>`,
    )}${
      threshold &&
      html`<path class="limit" d="M${LEFT} ${y(threshold.value)}H${right}"/><text class="t limitt" x="${LEFT + 4}" y="${y(threshold.value) - 4}">${threshold.label}</text>`
    }${marked(frame, width, bottom)}${series.map((it) => line(it, x, y))}</svg>`;
  });
}

const WORDS: Readonly<Record<AlarmState, string>> = {
  OK: "OK",
  ALARM: "ALARM",
  INSUFFICIENT_DATA: "not judged",
};
const CLASSES: Readonly<Record<AlarmState, string>> = {
  OK: "ok",
  ALARM: "alarm",
  INSUFFICIENT_DATA: "unjudged",
};
const ROW = 44;

/**
 * Draws a row for each alarm. The row has the alarm's name and, below the name, a bar for each period in which the alarm's state did not
 * change. If a bar is wide enough, it contains the state's name.
 */
export function bands(
  frame: Frame,
  rows: readonly { readonly name: string; readonly bands: readonly Band[] }[],
): Html {
  const bottom = TOP + rows.length * ROW;
  return both((width) => {
    const x = scale(frame, width);
    return html`<svg class="${width}" viewBox="0 0 ${WIDTHS[width]} ${bottom + BOTTOM}" role="img" aria-label="States of the alarms">${timeAxis(frame, width, bottom)}${marked(frame, width, bottom)}${rows.map(
      ({ name, bands }, row) => {
        const top = TOP + row * ROW;
        return html`<text class="t name" x="${LEFT}" y="${top + 13}">${name}${bands.length === 0 ? " (its states are not known)" : ""}</text>${bands.map(
          ({ from, to, state }) => {
            const [left, wide] = [x(from), round(x(to) - x(from))];
            return html`<rect class="${CLASSES[state]}" x="${left}" y="${top + 17}" width="${Math.max(1, wide)}" height="15"/>${
              wide > 8 * WORDS[state].length
                ? html`<text class="t ${CLASSES[state]}t" x="${round(left + 5)}" y="${top + 29}">${WORDS[state]}</text>`
                : ""
            }`;
          },
        )}`;
      },
    )}</svg>`;
  });
}
