import { configuredIn } from "../../src/status/costs";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { configOf } from "../support/synthesize";

it.each([
  ["ephemeral", EPHEMERAL, 450],
  ["production", PRODUCTION, 884],
] as const)("costs of %s are README.md's sum", (_profile, overrides, sum) =>
  expect(Math.abs(configuredIn(configOf(overrides, "x1")).monthlyCost - sum)).toBeLessThanOrEqual(1),
);
