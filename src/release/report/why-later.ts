import { failedShare } from "./counts";
import type { Points, Report } from "./report";
import { clock } from "./table";

/** Returns words for the condition under which an alarm goes to ALARM, such as `2 of the last 3 minutes are beyond its threshold`. */
export function pointsWords({ wrong, of, seconds }: Points): string {
  const points =
    seconds === 60
      ? of === 1
        ? "minute"
        : "minutes"
      : `${of === 1 ? "point" : "points"} of ${seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} s`}`;
  const is = wrong === 1 ? "is" : "are";
  return of === 1
    ? `the last ${points} is beyond its threshold`
    : `${wrong} of the last ${of} ${points} ${is} beyond its threshold`;
}

/**
 * Returns a text that explains why some minutes passed between the first failures and the rollback. The alarm waits for a number of
 * breaching data points, and CloudWatch evaluates a data point only after its period has ended. Returns `undefined` if no alarm caused the
 * rollback, or if the alarm's definition is not known.
 */
export function whyLater({ release, alarms, measured }: Report): string | undefined {
  const { lines, candidate, startedAt } = release;
  const decision = lines.findLast(({ action }) => action === "going back");
  const [, names = ""] = /^in ALARM: (.*)$/.exec(decision?.reason ?? "") ?? [];
  const own = alarms.find(({ name }) => names.split(", ").includes(name));
  if (decision === undefined || own?.points === undefined) return undefined;
  const said = `${own.name} goes to ALARM when ${pointsWords(own.points)}, and CloudWatch judges each data point only after its period has ended`;
  const threshold = "missing" in measured ? undefined : measured.thresholds.failedPercent;
  if ("missing" in measured || threshold === undefined || !own.name.includes("failed-requests"))
    return `${said}.`;
  const first = measured.points[candidate].find(
    (point) => point.at + measured.minutes * 60_000 > startedAt && (failedShare(point) ?? 0) > threshold,
  );
  if (first === undefined || first.at > Date.parse(decision.at)) return `${said}.`;
  const length = measured.minutes === 1 ? "minute" : `${measured.minutes} minutes`;
  return `${said}; the first ${length} in which more than ${threshold} % of the requests to ${candidate} failed began at ${clock(first.at)}.`;
}
