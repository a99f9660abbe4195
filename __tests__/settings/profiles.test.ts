import { PROFILES } from "../../src/settings/profiles";
import type { EnvironmentSettings } from "../../src/settings/schema";
import { problemsOf } from "../support/problems";

const { ephemeral, production } = PROFILES;

/** The table of docs/decisions/0005-profiles.md, row by row. */
const ROWS: ReadonlyArray<
  [setting: string, read: (settings: EnvironmentSettings) => unknown, ephemeral: unknown, production: unknown]
> = [
  ["NAT gateways", ({ network }) => network.natGateways, "one", "one-per-zone"],
  ["interface endpoints", ({ network }) => network.interfaceEndpoints, false, true],
  ["least capacity in ACU", ({ database }) => database.minCapacityAcu, 0.5, 2],
  ["most capacity in ACU", ({ database }) => database.maxCapacityAcu, 2, 16],
  ["days of backups", ({ database }) => database.backupRetentionDays, 1, 7],
  ["deletion protection", ({ database }) => database.deletionProtection, false, false],
  ["final snapshot", ({ database }) => database.finalSnapshot, false, false],
  ["outside key", ({ database }) => database.kmsKeyArn, undefined, undefined],
  ["Performance Insights", ({ database }) => database.performanceInsights, false, true],
  ["enhanced monitoring", ({ database }) => database.monitoringIntervalSeconds, 0, 60],
  ["customer-managed key", ({ customerManagedKey }) => customerManagedKey, false, true],
  ["HTTPS", ({ https }) => https, undefined, undefined],
  ["WAF", ({ waf }) => waf.enabled, false, true],
  ["fewest blue tasks", ({ application }) => application.blue.minTasks, 2, 2],
  ["most blue tasks", ({ application }) => application.blue.maxTasks, 4, 20],
  ["fewest green tasks", ({ application }) => application.green.minTasks, 2, 2],
  ["most green tasks", ({ application }) => application.green.maxTasks, 4, 20],
  ["days of application logs", ({ logs }) => logs.applicationRetentionDays, 3, 3],
  ["days of audit logs", ({ logs }) => logs.auditRetentionDays, 3, 365],
];

describe("the profiles", () => {
  it.each(ROWS)("set %s", (_setting, read, inEphemeral, inProduction) => {
    expect([read(ephemeral), read(production)]).toEqual([inEphemeral, inProduction]);
  });

  it("differ in nothing else", () => {
    const leaves = (value: unknown, path: string): string[] =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
        : [`${path}=${JSON.stringify(value)}`];
    const common = new Set(leaves(production, ""));
    const differing = leaves(ephemeral, "").filter((leaf) => !common.has(leaf));
    expect(differing.map((leaf) => leaf.slice(1, leaf.indexOf("="))).sort()).toEqual([
      "application.blue.maxTasks",
      "application.green.maxTasks",
      "customerManagedKey",
      "database.backupRetentionDays",
      "database.maxCapacityAcu",
      "database.minCapacityAcu",
      "database.monitoringIntervalSeconds",
      "database.performanceInsights",
      "logs.auditRetentionDays",
      "network.interfaceEndpoints",
      "network.natGateways",
      "profile",
      "release.minRequests",
      "waf.enabled",
    ]);
  });

  it("send 80 % to blue and 20 % to green", () => {
    expect([ephemeral.weights, production.weights]).toEqual([
      { blue: 80, green: 20 },
      { blue: 80, green: 20 },
    ]);
  });

  it("spread over exactly us-east-1a, us-east-1b and us-east-1c", () => {
    for (const { network } of [ephemeral, production]) {
      expect(network.availabilityZones).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
    }
  });

  it("are complete: ephemeral needs nothing more, production what only a team can know", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ profile: "ephemeral" })).toEqual([]);
    expect(problemsOf({ profile: "production" }).map(({ field }) => field)).toEqual([
      "https",
      "accountId",
      "monitoring.subscribers",
    ]);
  });
});
