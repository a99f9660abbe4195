import { alarmDefinition, type SynthesizedAlarm, statesOver } from "../../src/alarms/definition";
import { type Minute, metricKey, statisticOf, subjectOf } from "../../src/alarms/measured";

describe("a statistic", () => {
  const samples = [
    [5, 1],
    [0.1, 98],
    [2, 1],
  ] as const;
  it.each([
    ["Sum", 16.8],
    ["Average", 0.168],
    ["SampleCount", 100],
    ["Minimum", 0.1],
    ["Maximum", 5],
    ["p98", 0.1],
    ["p99", 2],
    ["p99.5", 5],
  ])("%s", (statistic, expected) => expect(statisticOf(statistic, samples)).toBeCloseTo(expected));

  it("is missing without samples", () => expect(statisticOf("Sum", [])).toBeUndefined());
  it("that is not known is an error", () => expect(() => statisticOf("tm99", samples)).toThrow('"tm99"'));
});

it.each([
  [{ LoadBalancer: "app/alb-x1/1", TargetGroup: "targetgroup/target-group-green-x1/1" }, "green"],
  [{ LoadBalancer: "app/alb-x1/1" }, "load balancer"],
  [{ ClusterName: "c", ServiceName: "${aws_ecs_service.blue_service.name}" }, "blue"],
  [{ DBInstanceIdentifier: "aurora-instance-us-east-1b-x1" }, "b"],
  [{ DBInstanceIdentifier: "${aws_rds_cluster_instance.database_instance-us-east-1a.identifier}" }, "a"],
  [{ DBClusterIdentifier: "aurora-cluster-x1" }, "cluster"],
  [{ WebACL: "web-acl-x1", Region: "us-east-1", Rule: "ALL" }, "ALL"],
])("%j is of %s", (dimensions, subject) => expect(subjectOf(dimensions)).toBe(subject));

it.each(["payments_dead_letters", "${aws_sqs_queue.payments_dead_letters.name}"])(
  "another dimension is of its value: %s",
  (QueueName) => expect(subjectOf({ QueueName })).toBe("payments_dead_letters"),
);

const lag: SynthesizedAlarm = {
  alarm_name: "lag",
  alarm_description: "",
  comparison_operator: "GreaterThanThreshold",
  threshold: 10,
  evaluation_periods: 3,
  datapoints_to_alarm: 2,
  treat_missing_data: "missing",
  namespace: "AWS/RDS",
  metric_name: "Lag",
  statistic: "Maximum",
  period: 60,
  dimensions: { DBClusterIdentifier: "c" },
};
const KEY = metricKey("AWS/RDS", "Lag", "cluster");
const minutes = (...values: (number | undefined)[]): Minute[] =>
  values.map((value) => (value === undefined ? {} : { [KEY]: [[value, 1]] }));

describe("states over minutes", () => {
  it("of a single metric: M of N, and more than the threshold only", () =>
    expect(statesOver(alarmDefinition(lag), minutes(_, 10, 11, 10, 11, 5, 5))).toEqual([
      "INSUFFICIENT_DATA",
      "OK",
      "OK",
      "OK",
      "ALARM",
      "OK",
      "OK",
    ]));

  it("of fewer than", () =>
    expect(
      statesOver(alarmDefinition({ ...lag, comparison_operator: "LessThanThreshold" }), minutes(10, 9, 9)),
    ).toEqual(["OK", "OK", "ALARM"]));

  it("M is N where it is not said", () => {
    const { datapoints_to_alarm, ...all } = lag;
    expect(statesOver(alarmDefinition(all), minutes(11, 11, 11)).at(-1)).toBe("ALARM");
    expect(statesOver(alarmDefinition(all), minutes(9, 11, 11)).at(-1)).toBe("OK");
  });

  it("of five-minute points, which slide by the minute", () =>
    expect(
      statesOver(
        alarmDefinition({ ...lag, period: 300, evaluation_periods: 1, datapoints_to_alarm: 1 }),
        minutes(1, 1, 50, 1, 1, 1, 1, 1, 1),
      ),
    ).toEqual([...Array(4).fill("INSUFFICIENT_DATA"), "ALARM", "ALARM", "ALARM", "OK", "OK"]));

  it("of two of three of them, at whole periods", () => {
    const quiet = alarmDefinition({ ...lag, period: 120 });
    // a minute is in one point, whichever minute one looks in
    expect(statesOver(quiet, minutes(1, 1, 1, 50, 1, 1, 1, 1, 1, 1))).not.toContain("ALARM");
    expect(statesOver(quiet, minutes(1, 1, 1, 50, 1, 50, 1, 1, 1, 1)).slice(4)).toEqual([
      "OK",
      "ALARM",
      "ALARM",
      "ALARM",
      "ALARM",
      "OK",
    ]);
  });

  it("of a day: looked at by the hour", () => {
    const daily = alarmDefinition({ ...lag, period: 86_400, evaluation_periods: 1, datapoints_to_alarm: 1 });
    const states = statesOver(daily, minutes(...Array(1441).fill(1), 50, ...Array(100).fill(1)));
    expect([states.indexOf("OK"), states.indexOf("ALARM")]).toEqual([1439, 1499]);
  });

  it("of an expression over several metrics", () => {
    const metric = (id: string, metric_name: string) => ({
      id,
      metric: {
        namespace: "AWS/RDS",
        metric_name,
        stat: "Sum",
        period: 60,
        dimensions: { DBClusterIdentifier: "c" },
      },
    });
    const { namespace, metric_name, statistic, period, dimensions, ...rest } = lag;
    const alarm = alarmDefinition({
      ...rest,
      evaluation_periods: 1,
      datapoints_to_alarm: 1,
      metric_query: [
        metric("lag", "Lag"),
        metric("other", "Other"),
        { id: "sum", expression: "lag + other", return_data: true },
      ],
    });
    const both = { [KEY]: [[6, 1]], [metricKey("AWS/RDS", "Other", "cluster")]: [[5, 1]] } as const;
    expect(statesOver(alarm, [both])).toEqual(["ALARM"]);
    expect(statesOver(alarm, minutes(6))).toEqual(["OK"]);
  });
});

it("refuses a comparison, and periods, that it does not know", () => {
  const alarm = alarmDefinition({ ...lag, comparison_operator: "LessThanLowerThreshold" });
  expect(() => statesOver(alarm, minutes(1))).toThrow(
    "the comparison LessThanLowerThreshold is not supported",
  );
  expect(() => alarmDefinition({ ...lag, period: 30 })).toThrow("a whole number of minutes");
});

const _ = undefined;
