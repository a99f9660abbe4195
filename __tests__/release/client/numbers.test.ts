import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { MetricAlarm, MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { awsClock } from "../../../src/release/client/clock";
import { readNumbers } from "../../../src/release/client/numbers";
import type { FoundTraffic } from "../../../src/release/controller/traffic";
import { NOW } from "./made-up";

const MINUTE = 60_000;
const CLOSED = Math.floor(NOW / MINUTE) * MINUTE;
type Series = Readonly<Record<string, readonly (number | undefined)[]>>;
interface Sent {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly AlarmNames?: readonly string[];
    readonly MetricDataQueries?: readonly MetricDataQuery[];
    readonly EndTime?: Date;
  };
}

const ELB = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
const TRAFFIC: FoundTraffic = {
  loadBalancerArn: `${ELB}:loadbalancer/app/lb/1`,
  listenerArn: "l",
  listener: {},
  targetGroupArns: { blue: `${ELB}:targetgroup/blue/1`, green: `${ELB}:targetgroup/green/1` },
};

/** A made-up CloudWatch. @param series the values of each query, the newest minute first */
function madeUpAws(series: Series, alarms: readonly MetricAlarm[] = []) {
  const sent: Sent[] = [];
  const answers: Readonly<Record<string, (input: Sent["input"]) => unknown>> = {
    DescribeAlarmsCommand: ({ AlarmNames = [] }) => {
      if (AlarmNames.length > 100) throw new Error("Member must have length less than or equal to 100");
      return { MetricAlarms: alarms.filter(({ AlarmName = "" }) => AlarmNames.includes(AlarmName)) };
    },
    GetMetricDataCommand: ({ MetricDataQueries = [], EndTime = new Date(0) }) => ({
      MetricDataResults: MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map(
        ({ Id = "", Label }) => {
          const points = (series[Id.replace(/^a\d+_/, "")] ?? []).flatMap((value, at) =>
            value === undefined ? [] : [{ value, at: new Date(EndTime.getTime() - (at + 1) * MINUTE) }],
          );
          return { Id, Label, Values: points.map((it) => it.value), Timestamps: points.map((it) => it.at) };
        },
      ),
    }),
  };
  const client = {
    send: async (command: Sent) => {
      sent.push(command);
      return answers[command.constructor.name]?.(command.input);
    },
  };
  const aws = { cloudWatch: client } as unknown as Parameters<typeof readNumbers>[0];
  return { aws, sent };
}

const read = (series: Series, alarms: readonly MetricAlarm[] = []) =>
  readNumbers(madeUpAws(series, alarms).aws, TRAFFIC, {
    now: NOW,
    alarms: alarms.map(({ AlarmName = "" }) => AlarmName),
  });

it("counts as failed what has no answer of 2xx, 3xx or 4xx, and takes the worst minute's p99", async () => {
  const { colors } = await read({
    green_requests: [100, 100],
    green_answered2xx: [80, 70],
    green_answered3xx: [4, 4],
    green_answered4xx: [6, 16],
    green_p99: [0.2, 1.5],
  });
  expect(colors.green).toEqual({ rate: 40, failed: 10, p99: 1.5 });
});

it("says nothing of a color that nobody asked, rather than 0", async () => {
  expect((await read({ green_requests: [1] })).colors.blue).toEqual({ rate: 0 });
});

it("does not take answers to requests of the minute before for less than no failed ones", async () => {
  expect((await read({ green_requests: [10], green_answered2xx: [12] })).colors.green.failed).toBe(0);
});

it("counts what got 503 for want of a target apart: it is in no color's count", async () => {
  const { refused, colors } = await read({ refused: [30, 20], green_requests: [10] });
  expect([refused, colors.blue]).toEqual([10, { rate: 0 }]);
});

it("leaves out minutes whose numbers are still on their way, and goes five back from the newest", async () => {
  const green_requests = [undefined, undefined, 5, 5, 5, 5, 5, 900];
  const { from, to, colors } = await read({ green_requests });
  expect([from, to]).toEqual([CLOSED - 7 * MINUTE, CLOSED - 2 * MINUTE]);
  expect(colors.green.rate).toBe(5);
});

describe("the value of an alarm", () => {
  const judged: MetricAlarm = {
    AlarmName: "alarm-green-failed-requests-x1",
    Threshold: 5,
    ComparisonOperator: "GreaterThanThreshold",
    Metrics: [
      { Id: "requests", ReturnData: false, MetricStat: { Metric: {}, Period: 300, Stat: "Sum" } },
      {
        Id: "judged",
        Expression: "IF(requests >= 10, 100 * requests / more_requests)",
        Label: "green failed requests, percent",
        ReturnData: true,
      },
    ],
  };

  const asks = (sent: readonly Sent[]) =>
    sent.flatMap(({ input: { MetricDataQueries: all = [] } }) =>
      all[0]?.Id?.startsWith("a0_") ? [all] : [],
    );

  it("is the newest of the alarm's own expression, of periods that are over", async () => {
    const none = undefined;
    // It is 05:06 now. The data points are those of the period of 05:05, which is not over, and of 05:00.
    const { alarms } = await read({ judged: [1, none, none, none, none, 7.5] }, [judged]);
    expect(alarms).toEqual({
      "alarm-green-failed-requests-x1": { value: 7.5, threshold: 5, comparison: ">", unit: "%" },
    });
  });

  it("is asked for together with those of other alarms: equal names in their expressions are told apart", async () => {
    const other = { ...judged, AlarmName: "other" };
    const { aws, sent } = madeUpAws({}, [judged, other]);
    await readNumbers(aws, TRAFFIC, { now: NOW, alarms: [judged.AlarmName ?? "", "other"] });
    const [queries, ...further] = asks(sent);
    expect(further).toEqual([]);
    expect(queries?.map(({ Id, Expression }) => [Id, Expression])).toEqual([
      ["a0_requests", undefined],
      ["a0_judged", "IF(a0_requests >= 10, 100 * a0_requests / more_requests)"],
      ["a1_requests", undefined],
      ["a1_judged", "IF(a1_requests >= 10, 100 * a1_requests / more_requests)"],
    ]);
  });

  it("is asked for in calls of at most 500 queries, however many alarms there are", async () => {
    const names = Array.from({ length: 60 }, (_, at) => `${at}`);
    const many = names.map((AlarmName) => ({ ...judged, AlarmName }));
    const { aws, sent } = madeUpAws({}, many);
    const { alarms } = await readNumbers(aws, TRAFFIC, { now: NOW, alarms: names });
    expect(asks(sent).map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(Object.keys(alarms)).toHaveLength(60);
  });

  it("is there for each of more alarms than one call describes", async () => {
    const many = Array.from({ length: 230 }, (_, at) => ({ ...judged, AlarmName: `${at}` }));
    expect(Object.keys((await read({}, many)).alarms)).toHaveLength(230);
  });

  it.each([
    [4, 7.5],
    [5, undefined],
  ])(
    "is none where its newest one is %d minutes older than what is over, also beside alarms of longer periods",
    async (minutes, value) => {
      const old = [...Array<undefined>(minutes).fill(undefined), 7.5];
      const quick = {
        ...judged,
        Metrics: [{ Id: "quick", MetricStat: { Metric: {}, Period: 60, Stat: "Sum" } }],
      };
      const slow = { ...judged, AlarmName: "slow" };
      const { alarms } = await read({ quick: old }, [quick, slow]);
      expect(alarms[judged.AlarmName ?? ""]?.value).toBe(value);
    },
  );

  it("is none where there is none: too few requests are not 0", async () => {
    expect((await read({}, [judged])).alarms[judged.AlarmName ?? ""]).toEqual({
      threshold: 5,
      comparison: ">",
      unit: "%",
    });
  });

  it("is that of one metric, where the alarm has no expression", async () => {
    const plain: MetricAlarm = {
      AlarmName: "payments/x1",
      Threshold: 0,
      ComparisonOperator: "LessThanThreshold",
      MetricName: "Payments",
      Namespace: "App",
      Statistic: "Sum",
      Period: 60,
    };
    expect((await read({ value: [3] }, [plain])).alarms).toEqual({
      "payments/x1": { value: 3, threshold: 0, comparison: "<", unit: "" },
    });
  });
});

it("AWS's clock is the date of its newest answer, an error's too, and what has gone by since", async () => {
  let date = "Wed, 04 Mar 2026 05:06:07 GMT";
  const server = createServer((_, response) => response.writeHead(403, { date, connection: "close" }).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const s3 = new S3Client({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  let own = 1000;
  const now = awsClock(s3, () => own);
  expect(now()).toBe(1000);
  const ask = () => s3.send(new HeadBucketCommand({ Bucket: "b" })).catch(() => {});
  await ask();
  own += 2000;
  expect(now()).toBe(NOW + 2000);
  date = "Wed, 04 Mar 2026 05:00:00 GMT";
  await ask();
  expect(now()).toBe(Date.parse("2026-03-04T05:00:00Z"));
  server.close();
});
