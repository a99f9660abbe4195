import { greenWhere, otherColor } from "./color";
import type { Release, ReleaseDocument } from "./document";

/**
 * What of a document cannot be so beside its other fields, each of which holds by itself: no tick writes such a one, a hand may. It
 * counts as one that cannot be read.
 */
export function impossibleIn(document: ReleaseDocument): keyof ReleaseDocument | undefined {
  const { release } = document;
  if (release !== undefined && !isPossible(release)) return "release";
  return wants(document).includes(document.want) ? undefined : "want";
}

/** The weights of green that a document may want. */
function wants({ want, phase, release, ended }: ReleaseDocument): readonly number[] {
  switch (phase) {
    case "shifting":
    case "baking":
    case "paused":
      return release ? [greenWhere(release.candidate, release.steps[release.step]?.weight ?? 0)] : [];
    case "back":
    case "stuck":
      return release ? [greenWhere(otherColor(release.candidate), 100)] : [0, 100];
    case "idle":
    case "settling":
      return ended === "rolled back" ? [0, 100] : [want];
    default:
      return [want];
  }
}

/** A release without alarms would be judged by nothing, and approvals are given one by one. */
const isPossible = ({ alarms, steps, step, approved }: Release): boolean =>
  alarms.length > 0 &&
  approved <= step + 1 &&
  steps.every(({ weight }, index) => weight > (steps[index - 1]?.weight ?? -1));

/**
 * A document of which no time is in the future: what is counted from such a one would not come to its end, and an alarm of now would be
 * older than the release. Lambda's clocks differ by less than a tick would notice.
 */
export function withoutFuture(document: ReleaseDocument, now: number): ReleaseDocument {
  const { movedAt, wrongSince, release } = document;
  if ([movedAt, wrongSince ?? 0, release?.startedAt ?? 0].every((at) => at <= now)) return document;
  const moved = Math.min(movedAt, now);
  return {
    ...document,
    movedAt: moved,
    ...(wrongSince !== undefined && { wrongSince: Math.min(wrongSince, now) }),
    ...(release && {
      release: { ...release, startedAt: release.startedAt > now ? moved : release.startedAt },
    }),
  };
}
