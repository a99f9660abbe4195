import type { Color } from "../controller/color";
import { MINUTE } from "../controller/decision";
import { weightsOver } from "./release-time";
import type { Measured, Point, ReleaseTime } from "./report";

/** Requests in some time. */
export interface Counts {
  readonly requests: number;
  readonly failed: number;
}

const sum = (points: readonly Point[]): Counts => ({
  requests: points.reduce((all, { requests }) => all + requests, 0),
  // Never less than 0: a request that was asked in the minute before may be answered in the first one.
  failed: Math.max(
    0,
    points.reduce((all, { failed }) => all + failed, 0),
  ),
});

/** Of a point, in percent; a point without requests has none. */
export const failedShare = ({ requests, failed }: Counts): number | undefined =>
  requests === 0 ? undefined : (100 * Math.max(0, failed)) / requests;

const endOf = ({ endedAt, shown }: ReleaseTime) => endedAt ?? shown.to;

/** Points that a release has a part in. */
const partOf =
  ({ minutes }: Measured, release: ReleaseTime) =>
  ({ at }: { readonly at: number }): boolean =>
    at <= endOf(release) && at + minutes * MINUTE > release.startedAt;

const during = (measured: Measured, color: Color, release: ReleaseTime): readonly Point[] =>
  measured.points[color].filter(partOf(measured, release));

/** Requests for which the load balancer could choose no target, from a release's start to its end. */
export const refusedOf = (measured: Measured, release: ReleaseTime): number =>
  measured.refused.filter(partOf(measured, release)).reduce((all, { requests }) => all + requests, 0);

/** Requests to a color from a release's start to its end. */
export const countsOf = (measured: Measured, color: Color, release: ReleaseTime): Counts =>
  sum(during(measured, color, release));

/** A share of the traffic that the candidate had, for how long, and what became of the requests. */
export interface Share {
  readonly weight: number;
  readonly from: number;
  readonly to: number;
  /** @default - they are not known */
  readonly counts?: Counts;
}

/** What the candidate had, one after the other. Points that two shares have a part in count for the later one. */
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
