import { COLORS } from "../controller/color";
import { MINUTE } from "../controller/decision";
import { failedShare } from "./counts";
import { type Html, html } from "./html";
import { momentList, momentsOf } from "./moments";
import { greenOf, weightsOver } from "./release-time";
import type { Measured, Point, Report } from "./report";
import { bands, type Frame, plot, type Value } from "./svg";

/**
 * Returns the values of one line in a plot. The line has a gap if a data point has no value, or if CloudWatch has no data point. Without
 * the gap, a time without requests would look like a time without failures.
 */
function valuesOf(
  points: readonly Point[],
  minutes: number,
  value: (point: Point) => number | undefined,
): Value[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const here = { at: point.at + (minutes * MINUTE) / 2, value: value(point) };
    const isGap = before !== undefined && point.at - before.at > 1.5 * minutes * MINUTE;
    return isGap ? [{ at: point.at - 1, value: undefined }, here] : [here];
  });
}

const LEGEND = html`<p class="legend soft"><span><svg viewBox="0 0 34 10"><path class="line blue" d="M0 5H34"/></svg>blue</span><span><svg viewBox="0 0 34 10"><path class="line green" d="M0 5H34"/></svg>green</span><span><svg viewBox="0 0 34 10"><path class="mark" d="M17 0V10"/></svg>1, 2, ...: a moment of the list below</span><span><svg viewBox="0 0 34 10"><path class="bad" d="M17 0V10"/></svg>▲ an alarm goes to ALARM</span></p>`;

/** Returns the report's section with all plots. */
export function plots(report: Report): Html {
  const { release, measured, alarms } = report;
  const moments = momentsOf(report);
  const frame: Frame = { ...release.shown, marks: moments };
  const green = greenOf(release.candidate, weightsOver(release));
  const weight = (of: (green: number) => number): Value[] => {
    const last = green.at(-1);
    return [...green, ...(last ? [{ at: release.shown.to, weight: last.weight }] : [])].map(
      ({ at, weight }) => ({
        at,
        value: of(weight),
      }),
    );
  };
  return html`<h2>What became of the traffic</h2>
${LEGEND}
${momentList(moments, release.shown)}
<figure><h3>Weights</h3>${
    green.length === 0
      ? html`<p class="none">The history of this release contains no weights.</p>`
      : plot(frame, {
          title: "Weights over time, percent",
          unit: "%",
          max: 100,
          series: [
            { name: "blue", values: weight((it) => 100 - it), isStepped: true },
            { name: "green", values: weight((it) => it), isStepped: true },
          ],
        })
  }</figure>
${
  "missing" in measured
    ? html`<h3>Requests, failed requests, p99</h3><p class="none">Not shown: ${measured.missing}.</p>`
    : requestPlots(frame, measured)
}
<figure><h3>Alarms</h3>${
    alarms.length === 0
      ? html`<p class="none">No alarm is named in the history of this release.</p>`
      : html`${bands(frame, alarms)}<figcaption>Hatched: in ALARM. Dashed frame: not judged, because there were too few requests or too few minutes. At times without a bar, the state is not known. An alarm goes to ALARM only after several breaching minutes, so its bar may still be OK while a plot is above the threshold.</figcaption>`
  }</figure>`;
}

function requestPlots(frame: Frame, { points, minutes, thresholds, refused }: Measured): Html {
  const lost = refused.reduce((all, { requests }) => all + requests, 0);
  const unseen =
    lost === 0
      ? []
      : [
          `${Math.round(lost).toLocaleString("en-US")} requests that got 503 are in neither line, because CloudWatch counts requests to a color without targets only for the whole load balancer.`,
        ];
  const draw = (
    title: string,
    unit: string,
    value: (point: Point) => number | undefined,
    nothing: string,
    noLine: string,
    threshold?: number,
  ) => {
    const series = COLORS.map((name) => ({ name, values: valuesOf(points[name], minutes, value) }));
    const isEmpty = series.every(({ values }) => values.every((it) => it.value === undefined));
    const absent = series
      .filter(({ values }) => values.every((it) => it.value === undefined))
      .map(({ name }) => `${name} has no line: ${noLine}.`);
    const caption = [...absent, ...(title.startsWith("Requests") ? unseen : [])].join(" ");
    const limit =
      threshold === undefined ? undefined : { value: threshold, label: `alarm above ${threshold}${unit}` };
    return html`<figure><h3>${title}</h3>${
      isEmpty
        ? html`<p class="none">${nothing}</p>`
        : html`${plot(frame, { title, unit, series, threshold: limit })}${caption === "" ? "" : html`<figcaption>${caption}</figcaption>`}`
    }</figure>
`;
  };
  const none =
    "CloudWatch has no requests to either color in this time, so there is no plot, and no alarm could judge a color by its requests.";
  return html`${draw("Requests a minute", "", ({ requests }) => requests / minutes, none, "no request reached it")}${draw("Requests that failed, percent", "%", failedShare, none, "no request reached it", thresholds.failedPercent)}${draw("p99, seconds: 99 of 100 answers came within this time", "s", ({ p99 }) => p99, "CloudWatch has no response times in this time.", "it answered no request", thresholds.p99Seconds)}`;
}
