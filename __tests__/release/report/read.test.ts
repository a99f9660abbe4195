import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { changeOf, readReport } from "../../../src/release/report/read";
import { pointMinutes } from "../../../src/release/report/read-metrics";
import { documentOf, ENVIRONMENT, NOW, RELEASE } from "../client/made-up";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ALARM = "alarm-green-failed-requests-x1";
const STARTED = {
  id: "1-0",
  at: new Date(NOW - 13 * MINUTE).toISOString(),
  action: "started",
  release: RELEASE.id,
  candidate: "green",
  from: { blue: 100, green: 0 },
  to: { blue: 95, green: 5 },
  alarms: { [ALARM]: "OK", "duplicate-payments/x1": "OK" },
};
const FIRST = new Date(NOW - 10 * MINUTE);

type Send = (command: { constructor: { name: string }; input: never }) => unknown;
const client = <T extends object>(prototype: T, send: Send): T =>
  Object.assign(Object.create(prototype), {
    send: async (command: never) => send(command),
    config: {},
    middlewareStack: {},
  });

const group = (color: string) => ({
  TargetGroupName: `target-group-${color}-x1`,
  TargetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/target-group-${color}-x1/6d0ecf831eec9f09`,
});
const LOAD_BALANCER =
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/load-balancer-x1/50dc6c495c0c9188";

/** CloudWatch's values of green in one minute. */
const GREEN: Record<string, number> = {
  green_requests: 50,
  green_answered2xx: 40,
  green_answered4xx: 3,
  green_p99: 1.5,
  refused: 4,
};

const DEFINITION = {
  AlarmName: ALARM,
  Threshold: 5,
  AlarmDescription: "too many fail",
  EvaluationPeriods: 4,
  DatapointsToAlarm: 3,
  Metrics: [
    { Id: "sum", Expression: "a" },
    { Id: "a", MetricStat: { Period: 300 } },
  ],
};

/** CloudWatch's values in the minute at the moment {@link FIRST} and in those after it, by the metric's id. */
type Series = Readonly<Record<string, readonly number[]>>;

const seriesOf = (minute: Readonly<Record<string, number>>): Series =>
  Object.fromEntries(Object.entries(minute).map(([id, value]) => [id, [value]]));

function madeUpAws({ isDown = false, others = [] as readonly string[], counted = seriesOf(GREEN) } = {}) {
  const asked: Record<string, unknown>[] = [];
  const cloudWatch = client(CloudWatchClient.prototype, ({ constructor: { name }, input }) => {
    asked.push({ name, ...(input as object) });
    if (isDown) throw Object.assign(new Error("not now"), { name: "AccessDenied" });
    if (name === "DescribeAlarmsCommand") {
      const { AlarmNames } = input as { AlarmNames: string[] };
      if (AlarmNames.length > 100) throw new Error("Member must have length less than or equal to 100");
      return { MetricAlarms: AlarmNames.includes(ALARM) ? [DEFINITION] : [] };
    }
    if (name === "DescribeAlarmHistoryCommand") {
      const { AlarmName } = input as { AlarmName: string };
      const HistoryData = JSON.stringify({
        oldState: { stateValue: "OK" },
        newState: { stateValue: "ALARM" },
      });
      return { AlarmHistoryItems: AlarmName === ALARM ? [{ Timestamp: FIRST, HistoryData }] : [] };
    }
    const { MetricDataQueries } = input as { MetricDataQueries: { Id: string }[] };
    return {
      MetricDataResults: MetricDataQueries.map(({ Id }) => {
        const Values = counted[Id] ?? [];
        return { Id, Timestamps: Values.map((_, at) => new Date(FIRST.getTime() + at * MINUTE)), Values };
      }),
    };
  });
  const elb = {
    send: async ({ constructor: { name } }: { constructor: { name: string } }) =>
      name === "DescribeLoadBalancersCommand"
        ? { LoadBalancers: [{ LoadBalancerArn: LOAD_BALANCER }] }
        : name === "DescribeTargetGroupsCommand"
          ? { TargetGroups: [group("blue"), group("green")] }
          : { Listeners: [{ ListenerArn: "listener", DefaultActions: [{ Type: "forward" }] }] },
  };
  let clock = 0; // this machine's clock is wrong until S3 tells the time
  const s3 = {
    send: async () => {
      clock = NOW;
      return { ETag: "e", Body: { transformToString: async () => JSON.stringify(documentOf()) } };
    },
  };
  const alarms = { ...STARTED.alarms, ...Object.fromEntries(others.map((name) => [name, "OK"])) };
  const logs = client(CloudWatchLogsClient.prototype, () => ({
    events: [{ message: JSON.stringify({ ...STARTED, alarms }) }],
  }));
  return { asked, aws: { cloudWatch, elb, logs, s3, now: () => clock } as never };
}

it("reads what CloudWatch counted: failed is what was answered with neither 2xx, 3xx nor 4xx", async () => {
  const { aws, asked } = madeUpAws();
  const { measured, planned, madeAt } = await readReport(aws, ENVIRONMENT, undefined);
  expect(madeAt).toBe(NOW);
  expect(measured).toEqual({
    minutes: 1,
    points: { blue: [], green: [{ at: FIRST.getTime(), requests: 50, failed: 7, p99: 1.5 }] },
    refused: [{ at: FIRST.getTime(), requests: 4 }],
    thresholds: { failedPercent: 5 },
  });
  expect(planned).toEqual(RELEASE);
  const { MetricDataQueries = [] } = (asked.find(({ name }) => name === "GetMetricDataCommand") ?? {}) as {
    MetricDataQueries?: object[];
  };
  expect(MetricDataQueries.at(-2)).toEqual({
    Id: "green_p99",
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        MetricName: "TargetResponseTime",
        Dimensions: [
          { Name: "LoadBalancer", Value: "app/load-balancer-x1/50dc6c495c0c9188" },
          { Name: "TargetGroup", Value: "targetgroup/target-group-green-x1/6d0ecf831eec9f09" },
        ],
      },
      Period: 60,
      Stat: "p99",
    },
  });
});

it("counts no request twice and none less than once, where answers came in a later minute than their requests", async () => {
  const counted = { green_requests: [50, 10, 20], green_answered2xx: [40, 19, 20] };
  const { measured } = await readReport(madeUpAws({ counted }).aws, ENVIRONMENT, undefined);
  expect(measured).toMatchObject({ points: { green: [{ failed: 1 }, { failed: 0 }, { failed: 0 }] } });
});

it("has the alarms of the release and of its history, those that were in ALARM first", async () => {
  const { alarms, alarmsMissing } = await readReport(madeUpAws().aws, ENVIRONMENT, "release");
  expect(alarms.map(({ name, bands }) => [name, bands.map(({ state }) => state)])).toEqual([
    [ALARM, ["OK", "ALARM"]],
    ["duplicate-payments/x1", ["OK"]],
  ]);
  expect(alarms.map(({ description }) => description)).toEqual(["too many fail", undefined]);
  expect(alarms.map(({ points }) => points)).toEqual([{ wrong: 3, of: 4, seconds: 300 }, undefined]);
  expect(alarmsMissing).toBeUndefined();
});

it("has what alarms compare with and say, of more alarms than one call describes", async () => {
  const others = Array.from({ length: 120 }, (_, at) => `a-${at}`);
  const { measured, alarms } = await readReport(madeUpAws({ others }).aws, ENVIRONMENT, undefined);
  expect(measured).toMatchObject({ thresholds: { failedPercent: 5 } });
  expect(alarms).toHaveLength(122);
  expect(alarms[0]?.description).toBe("too many fail");
});

it("says why where CloudWatch does not answer, and has what the history knows", async () => {
  const { measured, alarms, alarmsMissing } = await readReport(
    madeUpAws({ isDown: true }).aws,
    ENVIRONMENT,
    undefined,
  );
  expect(measured).toEqual({ missing: "the metrics cannot be read: AccessDenied: not now" });
  expect(alarmsMissing).toBe("CloudWatch's alarm history cannot be read (AccessDenied: not now)");
  expect(alarms.map(({ bands }) => bands.map(({ state }) => state))).toEqual([["OK"], ["OK"]]);
});

it.each([
  ["an hour, today", 60, 0, 1],
  ["an hour, 14 days ago", 60, 14, 1],
  ["an hour, 16 days ago", 60, 16, 5],
  ["an hour, 64 days ago", 60, 64, 60],
  ["two days, today", 2 * 24 * 60, 2, 5],
  ["an hour, two years ago", 60, 730, undefined],
])(
  "asks for points as fine as CloudWatch keeps them and a screen shows them: %s",
  (_, minutes, days, length) =>
    expect(pointMinutes({ from: NOW - days * DAY, to: NOW - days * DAY + minutes * MINUTE }, NOW)).toBe(
      length,
    ),
);

it.each(["", "{}", '{"newState":{}}', '{"newState":{"stateValue":"<b>"}}', "null"])(
  "takes nothing for a change of state that is none: %p",
  (data) => expect(changeOf(1, data)).toBeUndefined(),
);
