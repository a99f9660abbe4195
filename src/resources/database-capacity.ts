/** The minimum and maximum capacity of a database instance, in ACU. */
export interface Capacity {
  readonly minCapacityAcu: number;
  readonly maxCapacityAcu: number;
}

/**
 * Returns PostgreSQL's max_connections. AWS computes it from the maximum capacity. It is at most 5000, or at most 2000 if the minimum
 * capacity is below 1 ACU. AWS's table has 189 for 1 ACU, 823 for 4 ACU, 1669 for 8 ACU and 3360 for 16 ACU. The formula below is the
 * straight line through these values.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
 */
export const maxConnections = ({ minCapacityAcu, maxCapacityAcu }: Capacity): number =>
  Math.min(minCapacityAcu < 1 ? 2000 : 5000, Math.round(211.4 * maxCapacityAcu - 22.4));

/** Returns the memory of an instance at its maximum capacity, in bytes: 2 GiB for each ACU. */
export const maxMemoryBytes = ({ maxCapacityAcu }: Capacity): number => maxCapacityAcu * 2 * 2 ** 30;
