import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { ALB } from "../../src/alarms/load-balancer";
import { exactly } from "../../src/alarms/measured";
import { Published } from "../../src/alarms/published";
import { resourceName } from "../../src/naming/names";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import { ticking } from "../../src/rehearsal/ticks";
import { Clock } from "../../src/rehearsal/traffic/clock";
import { Watching } from "../../src/rehearsal/traffic/watching";
import { ARN, type EmulatedFunction, NAME } from "./emulated-function";

const MINUTE = 60_000; // of CloudWatch, in milliseconds

/** What invokes functions by itself, and what they ask CloudWatch. */
export function emulatedEvents(fn: () => EmulatedFunction): void {
  it("hear of a change of an alarm, where a rule matches it and may invoke them", async () => {
    const cloudWatch = new CloudWatchClient(fn().emulator.client);
    const events = new EventBridgeClient(fn().emulator.client);
    for (const AlarmName of ["errors", "latency"]) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: "Ledger",
          MetricName: AlarmName,
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      );
    }
    const alarm = `arn:aws:cloudwatch:us-east-1:${ACCOUNT_ID}:alarm:errors`;
    const pattern = {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [alarm],
      detail: { state: { value: ["ALARM"] } },
    };
    for (const rule of [
      { Name: "alarms", EventPattern: JSON.stringify(pattern) },
      { Name: "ticks", ScheduleExpression: "rate(1 minute)" },
    ]) {
      await events.send(new PutRuleCommand(rule));
      await events.send(new PutTargetsCommand({ Rule: rule.Name, Targets: [{ Id: "function", Arn: ARN }] }));
    }
    const set = (AlarmName: string, StateValue: "OK" | "ALARM") =>
      cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: `now ${StateValue}` }));
    const heard = "CloudWatch-Alarm-State-Change";

    await set("errors", "ALARM");
    await sleep(300);
    expect(await fn().parameter(heard)).toBeUndefined(); // the rule may not invoke it

    await fn().lambda.send(
      new AddPermissionCommand({
        FunctionName: NAME,
        StatementId: "alarms",
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: `arn:aws:events:us-east-1:${ACCOUNT_ID}:rule/alarms`,
      }),
    );
    await set("latency", "ALARM"); // another alarm
    await set("errors", "ALARM"); // no change
    await set("errors", "OK"); // another state
    await sleep(300);
    expect(await fn().parameter(heard)).toBeUndefined();

    await set("errors", "ALARM");
    expect(JSON.parse(await fn().written(heard))).toMatchObject({
      source: "aws.cloudwatch",
      resources: [alarm],
      detail: {
        alarmName: "errors",
        previousState: { value: "OK", reason: "now OK" },
        state: { value: "ALARM", reason: "now ALARM" },
      },
    });
  });

  it("tick until they are stopped, and what fails is told then", async () => {
    const ticks = ticking(fn().emulator, NAME, 20);
    expect(JSON.parse(await fn().written("Scheduled-Event"))).toMatchObject({
      source: "aws.events",
      detail: {},
    });
    expect(await ticks.stop()).toEqual([]);
    const failing = ticking(fn().emulator, "nobody", 20);
    await sleep(1500); // on an idle machine, this is 75 ticks; on a busy one, a tick took 100 ms
    const failures = await failing.stop();
    expect(failures.length).toBeGreaterThan(1);
    expect(failures[0]).toMatch(/^tick of .*: ResourceNotFoundException: /);
    const { calls } = (await fn().call({})).payload;
    await sleep(100);
    expect((await fn().call({})).payload.calls).toBe(Number(calls) + 1);
  });

  it("are told how many requests each minute of their own clock had", async () => {
    const { emulator } = fn();
    await new ECSClient(emulator.client).send(
      new CreateClusterCommand({ clusterName: resourceName("counted", "ecs-cluster") }),
    );
    const watching = new Watching("counted", new Clock(1000), emulator);
    const { functionClock } = emulator;
    const start = functionClock.epoch; // a whole minute of both
    const subject = { LoadBalancer: "app/alb/1", TargetGroup: "targetgroup/green/2" };
    for (const [minute, requests, late] of [
      [1, 3, 0],
      [2, 20, 400],
      [3, 0, 100],
    ] as const) {
      const published = new Published();
      published.count(ALB, "RequestCount", exactly(subject), requests);
      await watching.minute(published.metrics, start + minute * 1000 + late);
    }
    const Dimensions = Object.entries(subject).map(([Name, Value]) => ({ Name, Value }));
    const { MetricDataResults } = await new CloudWatchClient(emulator.client).send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(start + 5 * MINUTE),
        ScanBy: "TimestampAscending",
        MetricDataQueries: [
          {
            Id: "requests",
            MetricStat: {
              // Dimensions have no order: they are published in the other one.
              Metric: { Namespace: ALB, MetricName: "RequestCount", Dimensions: Dimensions.reverse() },
              Period: 60,
              Stat: "Sum",
            },
          },
        ],
      }),
    );
    expect(MetricDataResults?.[0]).toMatchObject({
      Timestamps: [0, 1, 2].map((minute) => new Date(start + minute * MINUTE)),
      Values: [3, 20, 0],
    });
  });

  it("are answered at once, although a release under traffic has published a hundred thousand values", async () => {
    const cloudWatch = new CloudWatchClient(fn().emulator.client);
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
    const minutes = Array.from({ length: 60 }, (_, at) => new Date(start + at * MINUTE));
    const datum = (MetricName: string, times: number) =>
      minutes.map((Timestamp) => ({ MetricName, Timestamp, Values: [2], Counts: [times] }));
    for (const MetricData of [datum("Asked", 3), datum("Others", 2500)]) {
      await cloudWatch.send(new PutMetricDataCommand({ Namespace: "Crowd", MetricData }));
    }
    const began = Date.now();
    const { MetricDataResults } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(start + 60 * MINUTE),
        ScanBy: "TimestampAscending",
        MetricDataQueries: Array.from({ length: 24 }, (_, at) => ({
          Id: `asked${at}`,
          MetricStat: {
            Metric: { Namespace: "Crowd", MetricName: "Asked" },
            Period: 60,
            Stat: "Sum",
          },
        })),
      }),
    );
    expect(MetricDataResults?.map(({ Values }) => Values)).toEqual(Array(24).fill(Array(60).fill(6)));
    expect(Date.now() - began).toBeLessThan(15_000); // without the shim, 20 s
  });
}
