import { attributesOf } from "../resources";
import { isHidden } from "./changed-secrets";
import { type Difference, differences, UNKNOWN } from "./difference";
import { bucketOfNewLifecycle } from "./existing-bucket";
import { mayCover } from "./parts";
import type { ReviewInput } from "./section";
import { actionOf, type ResourceChange } from "./terraform-plan";

/** Returns a retention time as a number, or a date of expiration in milliseconds. Missing times and 0 become infinite. */
function time(path: string, value: string | undefined): number {
  if (path.startsWith("backup") && value === "0") return 0;
  return Number(path.endsWith("date") ? Date.parse(value ?? "") : value) || Number.POSITIVE_INFINITY;
}

/** A change that makes, or may make, a retention time shorter. */
export interface Shorter extends Difference {
  /** False if the review cannot know whether the retention time becomes shorter, for example because the new value is hidden. */
  readonly isSure: boolean;
}

/**
 * Returns the changes that make, or may make, a retention time of a resource shorter. After such a change, AWS immediately deletes all data
 * that is older than the new retention time. If the retention time is missing or 0, AWS keeps the data forever. For backups, 0 means that
 * AWS keeps no backups.
 */
export function shortened(
  change: ResourceChange,
  { changes, configuration }: Pick<ReviewInput, "changes" | "configuration">,
): Shorter[] {
  const { address, type } = change;
  const { retention } = attributesOf(type);
  const bucket = bucketOfNewLifecycle(change, changes);
  if (retention === undefined) return [];
  if (bucket === undefined && !["replace", "update"].includes(actionOf(change))) return [];
  const isConfigured = Object.keys(configuration.attributes(address)).length > 0;
  return differences(change.change).flatMap((it) => {
    const { path, before, after } = it;
    const isNotKnown = after === UNKNOWN || isHidden(after);
    if (!(isNotKnown ? mayCover(retention, path) : retention.test(path))) return [];
    // AWS decides such a value, for example the days of a lifecycle rule that removes only delete markers.
    if (isConfigured && configuration.isFilledIn(address, it)) return [];
    if (isNotKnown) return [{ ...it, isSure: false }];
    const [was, becomes] = [time(path, before), time(path, after)];
    if (isHidden(before)) return becomes === Number.POSITIVE_INFINITY ? [] : [{ ...it, isSure: false }];
    return becomes < was && bucket?.rules !== "same"
      ? [{ ...it, isSure: bucket === undefined || bucket.rules === "none" }]
      : [];
  });
}
