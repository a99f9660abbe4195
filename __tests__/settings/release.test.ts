import { colorAlarmNames } from "../../src/naming/alarm-names";
import { COLORS } from "../../src/naming/color";
import { leastBakeMinutes, REQUESTS_PAST_QUIET, releaseAlarmPoints } from "../../src/settings/release-alarms";
import { EPHEMERAL } from "../support/environments";
import { linesOf, problemsOf, settingsOf } from "../support/problems";
import { synthesized } from "../support/synthesized";

const steps = (...all: [weight: number, bakeMinutes: number][]) => ({
  release: { steps: all.map(([weight, bakeMinutes]) => ({ weight, bakeMinutes })) },
});

describe("the steps of a release", () => {
  it("are 5, 25, 50 and 100 percent by default, ten minutes each, and judge requests in both profiles", () => {
    const { release } = settingsOf(EPHEMERAL);
    expect(release.steps.map(({ weight, bakeMinutes }) => [weight, bakeMinutes])).toEqual([
      [5, 10],
      [25, 10],
      [50, 10],
      [100, 10],
    ]);
    expect(release.minRequests).toBe(150);
  });

  it("may end below 100", () => {
    expect(problemsOf(steps([10, 10], [30, 10]))).toEqual([]);
  });

  it.each([
    [
      "that stand still",
      steps([10, 10], [10, 10]),
      "release.steps.1.weight: got 10, allowed: more than 10, the weight of the step before",
    ],
    [
      "that fall",
      steps([10, 10], [50, 10], [40, 10]),
      "release.steps.2.weight: got 40, allowed: more than 50, the weight of the step before",
    ],
    [
      "above the most minutes",
      steps([100, 61]),
      "release.steps.0.bakeMinutes: got 61, allowed: at most release.maxBakeMinutes, which is 60",
    ],
    [
      "shorter than an alarm takes",
      steps([100, 9]),
      "release.steps.0.bakeMinutes: got 9, allowed: at least 10: the release alarm <color>-running-tasks needs at least that long to go to ALARM",
    ],
    [
      "shorter than quiet hours want, where few requests are enough",
      { release: { ...steps([100, 12]).release, minRequests: 129 } },
      "release.steps.0.bakeMinutes: got 12, allowed: at least 13: the release alarm <color>-quiet-failed-requests needs at least that long to go to ALARM",
    ],
    [
      "shorter than the alarm on tasks that start slowly",
      { ...steps([100, 18]), application: { healthCheckGracePeriodSeconds: 900 } },
      "release.steps.0.bakeMinutes: got 18, allowed: at least 19: the release alarm <color>-unhealthy-hosts needs at least that long to go to ALARM",
    ],
  ])("are refused: %s", (_what, overrides, line) => {
    expect(linesOf(overrides)).toEqual([`  ${line}`]);
  });

  it("are taken at exactly these limits", () => {
    const limits = [
      steps([100, 60]),
      steps([100, 10]),
      { release: { ...steps([100, 13]).release, minRequests: 129 } },
      { release: { ...steps([100, 10]).release, minRequests: 130 } },
      { ...steps([100, 19]), application: { healthCheckGracePeriodSeconds: 900 } },
    ];
    expect(limits.flatMap(problemsOf)).toEqual([]);
  });
});

it.each([
  [0, 1],
  [1, 1],
  [60, 1],
  [61, 2],
  [90, 2],
  [120, 2],
  [121, 3],
  [900, 15],
])(
  "with a grace period of %d s, tasks may start for %d minutes before an alarm counts them",
  (seconds, minutes) => {
    expect(releaseAlarmPoints(seconds)["unhealthy-hosts"]).toEqual({
      breaching: minutes + 2,
      of: minutes + 4,
      periodSeconds: 60,
    });
  },
);

describe("the minutes of a step", () => {
  const environment = synthesized(EPHEMERAL);
  const alarms = environment
    .addresses("aws_cloudwatch_metric_alarm")
    .map((address) => environment.resource(address))
    .filter(({ alarm_name }) => COLORS.some((color) => colorAlarmNames("x1", color).includes(alarm_name)));
  const periodsOf = (alarm: (typeof alarms)[number]): number[] => [
    ...new Set<number>(
      [alarm, ...(alarm.metric_query ?? []).map(({ metric = {} }) => metric)].flatMap(
        ({ period = [] }) => period,
      ),
    ),
  ];
  /** Seconds from an incident's begin until the data with which the alarm can be in ALARM, and two minutes of CloudWatch's. */
  const windowOf = (alarm: (typeof alarms)[number]) =>
    (alarm.datapoints_to_alarm - 1) * Math.max(...periodsOf(alarm)) + 60 + 120;

  it("follow from the data points of the alarms that are synthesized", () => {
    const points = Object.entries(releaseAlarmPoints(60));
    for (const [kind, { breaching, of, periodSeconds }] of points) {
      const own = alarms.filter(({ alarm_name }) =>
        COLORS.some((color) => alarm_name.includes(`${color}-${kind}-x1`)),
      );
      const found = own.map((alarm) => [
        alarm.datapoints_to_alarm,
        alarm.evaluation_periods,
        periodsOf(alarm),
      ]);
      expect([kind, found]).toEqual([kind, COLORS.map(() => [breaching, of, [periodSeconds]])]);
    }
  });

  it("are enough for every release alarm that is synthesized, where few judged requests are enough", () => {
    expect(alarms).toHaveLength(10);
    expect(Math.max(...alarms.map(windowOf))).toBe(60 * leastBakeMinutes(60, 0).minutes);
  });

  it("are enough for all but the alarm of quiet hours, whose window lasts until the judged requests are there", () => {
    const { minRequests } = settingsOf(EPHEMERAL).release;
    expect(minRequests).toBeGreaterThanOrEqual(REQUESTS_PAST_QUIET);
    const byTheMinute = alarms.filter(({ alarm_name }) => !alarm_name.includes("quiet"));
    expect(Math.max(...byTheMinute.map(windowOf))).toBe(60 * leastBakeMinutes(60, minRequests).minutes);
    const quiet = alarms.filter(({ alarm_name }) => alarm_name.includes("quiet"));
    // At just under 10 requests a minute no alarm judges by the minute.
    expect(Math.max(...quiet.map(windowOf))).toBeLessThanOrEqual((minRequests / 10) * 60);
  });
});

describe("the smoke tests of a release", () => {
  const smokeTests = (...tests: string[]) => ({ release: { smokeTests: tests } });
  const header = { smokeTestCidrBlocks: ["198.51.100.0/24"] };

  it.each([
    "/healthz",
    "/",
    "/a/b.c~d?e=f%20g&h=1",
    "https://partner.example.com",
    "https://10.0.0.1:8443/ready",
    "/azAZ09_./~%?&=+,:-",
    `/${"a".repeat(1000)}`,
    "https://aZ-9.Example.com:1",
    "https://partner.example.com:65535/ready",
    `https://example.com/${"a".repeat(1000)}`,
  ])("may be %s", (test) => {
    expect(problemsOf({ ...smokeTests(test), ...header })).toEqual([]);
  });

  it.each([
    "",
    "healthz",
    "http://partner.example.com/",
    "https://",
    "https://user:pw@partner.example.com/",
    "/a b",
    "/a\n",
    "/a#b",
    "/ä",
    `/${"a".repeat(1001)}`,
    " /a",
    "xhttps://example.com/",
    "https:///ready",
    "https://a_b.example.com/",
    "https://example.com:/",
    "https://example.com:123456/",
    "https://example.com:x/",
    "https://example.com:80x",
    "https://example.com?a=b",
    `https://example.com/${"a".repeat(1001)}`,
    "https://x.example.com/?key=AKIAIOSFODNN7EXAMPLE",
  ])("may not be %j", (test) => {
    const fields = problemsOf({ ...smokeTests(test), ...header }).map(({ field }) => field);
    expect([...new Set(fields)]).toEqual(["release.smokeTests.0"]);
  });

  it("are no paths without the header rule: the weights would decide who answers", () => {
    expect(linesOf(smokeTests("https://a.example.com/", "/healthz"))).toEqual([
      '  release.smokeTests.1: got "/healthz", allowed: an https address; or a path, if smokeTestCidrBlocks contains the IP addresses of your smoke tests: otherwise the weights decide which color answers',
    ]);
  });
});

describe("further release alarms", () => {
  const alarms = (...names: string[]) => problemsOf({ release: { alarms: names } }).map(({ field }) => field);

  it("may have any name that CloudWatch takes, each once", () => {
    expect(alarms("duplicate-payments/dev", "ä b", "x".repeat(255))).toEqual([]);
    expect(alarms("", "x".repeat(256), "a\u0000")).toEqual([
      "release.alarms.0",
      "release.alarms.1",
      "release.alarms.2",
    ]);
    expect(alarms("a", "a")).toEqual(["release.alarms"]);
  });
});
