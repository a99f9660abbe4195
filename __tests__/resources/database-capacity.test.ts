import { maxConnections, maxMemoryBytes } from "../../src/resources/database-capacity";

const GIB = 1_073_741_824; // bytes

// AWS's table: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
it.each([
  [1, 189],
  [4, 823],
  [8, 1669],
  [16, 3360],
  [32, 5000],
  [64, 5000],
  [128, 5000],
  [192, 5000],
  [256, 5000],
])(
  "at most %i ACU: %i connections, and 2000 if the minimum is below 1 ACU",
  (maxCapacityAcu, connections) => {
    expect(maxConnections({ minCapacityAcu: 1, maxCapacityAcu })).toBe(connections);
    expect(maxConnections({ minCapacityAcu: 0.5, maxCapacityAcu })).toBe(Math.min(2000, connections));
    expect(maxMemoryBytes({ minCapacityAcu: 1, maxCapacityAcu })).toBe(2 * GIB * maxCapacityAcu);
  },
);
