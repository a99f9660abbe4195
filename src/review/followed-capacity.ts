import { type Capacity, maxConnections, maxMemoryBytes } from "../resources/database-capacity";
import { attribute, blocksOf, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** Metrics of a database whose maximum follows from the database's capacity. */
const FOLLOWING: Readonly<
  Record<string, { readonly of: (capacity: Capacity) => number; readonly what: string }>
> = {
  DatabaseConnections: { of: maxConnections, what: "connections" },
  FreeableMemory: { of: maxMemoryBytes, what: "memory" },
};

/** Percent: thresholds are whole numbers. */
const ROUNDING = 0.5;

/**
 * The sentence about an alarm's changed threshold where the capacity of the alarm's database changes too, and the threshold stays
 * at the same share of the capacity, as strict as before. `undefined` for any other change.
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
  // Also true where neither share is a number.
  if (!(Math.abs(shareAfter - shareBefore) < ROUNDING)) return undefined;
  const [from, to] = [before, after].map((it) => data(String(attribute(it, "threshold"))));
  return text`${data("threshold")}: ${from ?? ""} → ${to ?? ""}, with the database's capacity: it stays at ${Math.round(shareAfter)} % of the ${following.what} that the capacity allows`;
}

function capacityOf(cluster: Json | undefined): Capacity | undefined {
  const [scaling] = blocksOf(attribute(cluster ?? null, "serverlessv2_scaling_configuration"));
  if (scaling === undefined) return undefined;
  return { minCapacityAcu: Number(scaling.min_capacity), maxCapacityAcu: Number(scaling.max_capacity) };
}
