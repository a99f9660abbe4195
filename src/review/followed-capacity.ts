import { type Capacity, maxConnections, maxMemoryBytes } from "../resources/database-capacity";
import { attribute, blocksOf, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** Metrics of a database. Each has a function that returns the highest possible value of the metric at a given capacity. */
const FOLLOWING: Readonly<
  Record<string, { readonly of: (capacity: Capacity) => number; readonly what: string }>
> = {
  DatabaseConnections: { of: maxConnections, what: "connections" },
  FreeableMemory: { of: maxMemoryBytes, what: "memory" },
};

/**
 * A share is an alarm's threshold in percent of the capacity. Two shares count as equal if they differ by less than this number of
 * percentage points, because thresholds are rounded.
 */
const ROUNDING = 0.5;

/**
 * Returns a sentence about an alarm if its threshold changes together with the capacity of its database, and remains the same share of the
 * capacity. Such an alarm is as strict as before. If the threshold becomes another share of the capacity, or if the alarm's metric does not
 * depend on the capacity, the function returns undefined.
 */
export function followedCapacity(
  { change }: ResourceChange,
  changes: readonly ResourceChange[],
): Text | undefined {
  const { before, after } = change;
  const following = FOLLOWING[String(attribute(after, "metric_name"))];
  const cluster = attribute(attribute(after, "dimensions") ?? null, "DBClusterIdentifier");
  const database = changes.find(
    (it) => it.type === "aws_rds_cluster" && attribute(it.change.after, "cluster_identifier") === cluster,
  )?.change;
  const [was, becomes] = [capacityOf(database?.before), capacityOf(database?.after)];
  if (following === undefined || was === undefined || becomes === undefined) return undefined;
  const share = (alarm: Json, capacity: Capacity) =>
    (100 * Number(attribute(alarm, "threshold"))) / following.of(capacity);
  const [shareBefore, shareAfter] = [share(before, was), share(after, becomes)];
  // The comparison is negated, so that the function also returns undefined if one of the shares is NaN.
  if (!(Math.abs(shareAfter - shareBefore) < ROUNDING)) return undefined;
  const [from, to] = [before, after].map((it) => data(String(attribute(it, "threshold"))));
  return text`${data("threshold")}: ${from ?? ""} → ${to ?? ""}, because the database's capacity changes; the threshold remains ${Math.round(shareAfter)} % of the ${following.what} that the capacity allows`;
}

function capacityOf(cluster: Json | undefined): Capacity | undefined {
  const [scaling] = blocksOf(attribute(cluster ?? null, "serverlessv2_scaling_configuration"));
  if (scaling === undefined) return undefined;
  return { minCapacityAcu: Number(scaling.min_capacity), maxCapacityAcu: Number(scaling.max_capacity) };
}
