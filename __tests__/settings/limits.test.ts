import { changed } from "../../src/settings/changed";
import { everySetting } from "../../src/settings/json-schema";
import { SECRETS } from "../support/environments";
import { problemsOf } from "../support/problems";

/** Every number with its limits, written down again, so that none moves unseen; and the step from one value to the next. */
const LIMITS: Readonly<Record<string, readonly [least: number, most: number, step: number]>> = {
  "database.minCapacityAcu": [0.5, 256, 0.5],
  "database.maxCapacityAcu": [1, 256, 0.5],
  "database.backupRetentionDays": [1, 35, 1],
  "application.containerPort": [1024, 65_535, 1],
  "application.memoryMib": [512, 122_880, 1],
  "application.healthCheckGracePeriodSeconds": [0, 900, 1],
  "application.idleTimeoutSeconds": [1, 4000, 1],
  "application.targetCpuPercent": [1, 100, 1],
  "application.targetMemoryPercent": [1, 100, 1],
  "application.blue.containerPort": [1024, 65_535, 1],
  "application.blue.minTasks": [0, 1000, 1],
  "application.blue.maxTasks": [1, 1000, 1],
  "application.green.containerPort": [1024, 65_535, 1],
  "application.green.minTasks": [0, 1000, 1],
  "application.green.maxTasks": [1, 1000, 1],
  "weights.blue": [0, 100, 1],
  "weights.green": [0, 100, 1],
  "release.steps.*.weight": [1, 100, 1],
  "release.steps.*.bakeMinutes": [1, 1440, 1],
  "release.minRequests": [0, 1_000_000_000, 1],
  "release.maxBakeMinutes": [1, 1440, 1],
  "waf.requestsPer5Minutes": [10, 2_000_000_000, 1],
  "waf.maxBlockedPercent": [1, 99, 1],
  "monitoring.maxErrorPercent": [0, 50, 1],
  "monitoring.maxLatencySeconds": [0.01, 60, 0.01],
};

// CloudWatch Logs takes these. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Every choice, all rows of it. */
const CHOICES: Readonly<Record<string, readonly (number | string)[]>> = {
  profile: ["ephemeral", "production"],
  "network.natGateways": ["one", "one-per-zone"],
  "database.monitoringIntervalSeconds": [0, 1, 5, 10, 15, 30, 60],
  "application.cpuUnits": [256, 512, 1024, 2048, 4096, 8192, 16_384],
  "logs.applicationRetentionDays": RETENTION,
  "logs.auditRetentionDays": RETENTION,
  "monitoring.subscribers.*.protocol": ["email", "https", "sms"],
};

/** What a value's own form has against it; rules over several settings speak of "allowed: at most ..." and the like elsewhere. */
function formOf(field: string, value: unknown): readonly string[] {
  const path = field.replace("*", "0");
  return problemsOf(changed(SECRETS, path, value))
    .filter((problem) => problem.field === path)
    .map(({ allowed }) => allowed);
}
const range = ([least, most, step]: readonly [number, number, number]) =>
  step === 0.5
    ? `a number from ${least} to ${most}, in steps of 0.5`
    : step === 0.01
      ? `a number from ${least} to ${most}`
      : `a whole number from ${least} to ${most}`;

describe("the limits", () => {
  it.each(Object.entries(LIMITS))("of %s are taken, and nothing beyond them", (field, limits) => {
    const [least, most, step] = limits;
    const refused = (value: number) => formOf(field, value).includes(range(limits));
    expect([refused(least), refused(most)]).toEqual([false, false]);
    expect([refused(least - step), refused(most + step), refused(least + step / 2)]).toEqual([
      true,
      true,
      step !== 0.01,
    ]);
  });

  it("are known of every number and every choice", () => {
    const named = (known: object) =>
      everySetting()
        .map(([path]) => path.join("."))
        .filter((name) => name in known);
    const having = (has: (schema: ReturnType<typeof everySetting>[number][1]) => boolean) =>
      everySetting()
        .filter(([, schema]) => has(schema))
        .map(([path]) => path.join("."));
    expect(having(({ enum: choices }) => choices !== undefined)).toEqual(named(CHOICES));
    expect(
      having(({ type, enum: choices }) => choices === undefined && /number|integer/.test(type ?? "")),
    ).toEqual(named(LIMITS));
  });
});

it("a range is at most a /8", () => {
  const problems = (range: string) =>
    problemsOf(changed(SECRETS, "smokeTestCidrBlocks", [range])).map(({ field }) => field);
  expect([problems("10.0.0.0/8"), problems("10.0.0.0/7")]).toEqual([[], ["smokeTestCidrBlocks.0"]]);
});

it("a reason why a rule of AWS WAF counts has 10 to 300 characters, of a group as a whole too", () => {
  const problems = (length: number) =>
    ["waf.counted.AWSManagedRulesSQLiRuleSet", "waf.counted.AWSManagedRulesSQLiRuleSet.SQLi_BODY"].map(
      (field) => formOf(field, "x".repeat(length)).length,
    );
  expect([problems(10), problems(300)]).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect([problems(0), problems(9), problems(301)]).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
});

it.each(Object.entries(CHOICES))("the choices of %s are all taken, and no other", (field, choices) => {
  const allowed = choices.map((choice) => JSON.stringify(choice)).join(", ");
  for (const choice of choices) expect(formOf(field, choice)).not.toContain(allowed);
  for (const other of ["other", "", -1, 2, 8, 364, 366, 2558, 3654]) {
    if (!choices.includes(other)) expect(formOf(field, other)).toEqual([allowed]);
  }
});
