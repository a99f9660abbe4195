import { ownAlarmEnding } from "../../src/naming/alarm-names";
import { MAX_SUFFIX_LENGTH, resourceName } from "../../src/naming/names";
import { taggedSuffix } from "../../src/naming/tags";

describe("a name", () => {
  it("is the resource type and the suffix", () => {
    expect(resourceName("dev", "vpc")).toBe("vpc-dev");
  });

  it("has its qualifier between the two", () => {
    expect(resourceName("pr-123", "target-group", "blue")).toBe("target-group-blue-pr-123");
  });

  it("may be as long as AWS takes and no longer", () => {
    const longest = "a".repeat(32 - "load-balancer-".length);
    expect(resourceName(longest, "load-balancer")).toHaveLength(32);
    expect(() => resourceName(`${longest}a`, "load-balancer")).toThrow(
      new Error(
        `load-balancer name "load-balancer-${longest}a" has 33 characters, at most 32 are allowed - try a shorter suffix`,
      ),
    );
  });

  it.each([
    ["load-balancer", 32],
    ["target-group", 32],
    ["aurora-cluster", 63],
    ["aurora-instance", 63],
    ["access-logs", 63],
    ["application-role", 64],
    ["break-glass-role", 64],
    ["break-glass-rule", 64],
    ["execution-role", 64],
    ["flow-log-role", 64],
    ["enhanced-monitoring-role", 64],
    ["web-acl", 128],
    ["ecs-service", 255],
    ["alarm", 255],
    ["log-group", 512],
  ] as const)("of type %s has at most %i characters", (type, limit) => {
    const fits = "a".repeat(limit - type.length - 1);
    expect(resourceName(fits, type)).toHaveLength(limit);
    expect(() => resourceName(`${fits}a`, type)).toThrow(`has ${limit + 1} characters, at most ${limit}`);
  });

  it("leaves 13 characters to the suffix, so that both target groups fit", () => {
    expect(MAX_SUFFIX_LENGTH).toBe(13);
    expect(resourceName("a".repeat(13), "target-group", "green")).toHaveLength(32);
  });
});

it("a team's own alarm ends in the suffix behind a slash, which no suffix holds", () => {
  expect(ownAlarmEnding("dev")).toBe("/dev");
});

describe("tags", () => {
  it("say which environment something is part of, if this application made it", () => {
    const of = (Application: string | undefined) => taggedSuffix({ Application, EnvironmentSuffix: "dev" });
    expect([of("transaction-processing"), of("another"), of(undefined)]).toEqual([
      "dev",
      undefined,
      undefined,
    ]);
  });
});
