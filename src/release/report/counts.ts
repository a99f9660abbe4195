import type { Color } from "../controller/color";
import { MINUTE } from "../controller/decision";
import { weightsOver } from "./release-time";
import type { Measured, Point, ReleaseTime } from "./report";

/** The number of requests, and the number of failed requests. */
export interface Counts {
  readonly requests: number;
  readonly failed: number;
}

const sum = (points: readonly Point[]): Counts => ({
  requests: points.reduce((all, { requests }) => all + requests, 0),
  failed: points.reduce((all, { failed }) => all + failed, 0),
});

/** Returns the share of the requests that failed, in percent. Returns `undefined` if there were no requests. */
export const failedShare = ({ requests, failed }: Counts): number | undefined =>
  requests === 0 ? undefined : (100 * failed) / requests;

/**
 * Corrects data points that have more responses than requests. If a response comes in a later minute than its request, CloudWatch counts
 * the request and the response in different minutes. Then the data point of the request seems to have a failed request, and the later data
 * point has a surplus response. This function moves each surplus response to the nearest earlier data point in which a response is missing.
 * Otherwise a plot would show failures that never happened.
 */
export function settled(points: readonly Point[]): readonly Point[] {
  const failed = points.map((point) => point.failed);
  for (const [index, count] of failed.entries()) {
    let tooMany = Math.max(0, -count);
    for (let before = index - 1; before >= 0 && tooMany > 0; before--) {
      const taken = Math.min(tooMany, Math.max(0, failed[before] ?? 0));
      failed[before] = (failed[before] ?? 0) - taken;
      tooMany -= taken;
    }
    failed[index] = Math.max(0, count);
  }
  return points.map((point, index) => ({ ...point, failed: failed[index] ?? 0 }));
}

const endOf = ({ endedAt, shown }: ReleaseTime) => endedAt ?? shown.to;

/** Returns a filter that keeps the data points whose period overlaps with the time of a release. */
const partOf =
  ({ minutes }: Measured, release: ReleaseTime) =>
  ({ at }: { readonly at: number }): boolean =>
    at <= endOf(release) && at + minutes * MINUTE > release.startedAt;

const during = (measured: Measured, color: Color, release: ReleaseTime): readonly Point[] =>
  measured.points[color].filter(partOf(measured, release));

/**
 * Returns the number of requests during a release that the load balancer answered with 503 because the listener sent them to a color
 * without targets.
 */
export const refusedOf = (measured: Measured, release: ReleaseTime): number =>
  measured.refused.filter(partOf(measured, release)).reduce((all, { requests }) => all + requests, 0);

/** Counts all requests and the failed requests to a color, from a release's start to its end. */
export const countsOf = (measured: Measured, color: Color, release: ReleaseTime): Counts =>
  sum(during(measured, color, release));

/** A period in which the candidate's share of the traffic did not change, with the numbers of requests to the candidate in that period. */
export interface Share {
  readonly weight: number;
  readonly from: number;
  readonly to: number;
  /** The numbers of requests to the candidate in this period. @default - they are not known */
  readonly counts?: Counts;
}

/**
 * Returns the shares of the traffic that the candidate had during a release, the oldest first. If a data point overlaps with the periods of
 * two shares, it counts for the later share.
 */
export function sharesOf(release: ReleaseTime, measured: Measured | undefined): readonly Share[] {
  const { candidate, startedAt } = release;
  const weights = weightsOver(release).filter(({ at }) => at >= startedAt);
  const spans = weights
    .map(({ at, weight }, index) => ({ weight, from: at, to: weights[index + 1]?.at ?? endOf(release) }))
    .filter(({ from, to }) => to > from);
  if (measured === undefined) return spans;
  const points = during(measured, candidate, release);
  const length = measured.minutes * MINUTE;
  const placed = points.map((point) => ({
    point,
    span: Math.max(
      0,
      spans.findLastIndex(({ from }) => from < point.at + length),
    ),
  }));
  return spans.map((span, index) => ({
    ...span,
    counts: sum(placed.filter((it) => it.span === index).map(({ point }) => point)),
  }));
}
