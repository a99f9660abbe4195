import { configuredCosts } from "../../src/status/costs";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { configOf } from "../support/synthesize";

it.each([
  ["ephemeral", EPHEMERAL, 450],
  ["production", PRODUCTION, 884],
] as const)("costs of %s are README.md's sum", (_profile, overrides, sum) =>
  expect(Math.abs(configuredCosts(configOf(overrides, "x1")) - sum)).toBeLessThanOrEqual(1),
);
