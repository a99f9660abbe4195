import { heardBy } from "../../src/alarms/events";
import { alarmNames } from "../../src/naming/alarm-names";
import { MAX_SUFFIX_LENGTH } from "../../src/naming/names";
import { EPHEMERAL, PRODUCTION, VARIANTS } from "../support/environments";
import { messageOf } from "../support/message-of";
import { type Synthesized, synthesized } from "../support/synthesized";

const production = synthesized(PRODUCTION);
const rule = (name: string, environment = production) =>
  environment.resource(`aws_cloudwatch_event_rule.operation_notices_${name}_rule`);
const target = (name: string) =>
  production.resource(`aws_cloudwatch_event_target.operation_notices_${name}_target`);
const told = (event: Readonly<Record<string, unknown>>, environment: Synthesized = production) =>
  heardBy(environment.document.resource, { from: "EventBridge", event });

it.each(VARIANTS)("rules of %s tell the topic, which lets them", (_label, overrides) => {
  const environment = synthesized(overrides);
  const isNotice = ([name]: [string, unknown]) => !name.startsWith("release_controller_");
  const rules = environment
    .resources("aws_cloudwatch_event_rule")
    .filter(isNotice)
    .map(([, { name }]) => name);
  expect(rules.sort()).toEqual(["alarm-end-rule-x1", "break-glass-rule-x1", "service-failure-rule-x1"]);
  for (const [, attributes] of environment.resources("aws_cloudwatch_event_target").filter(isNotice)) {
    expect(attributes.arn).toBe("${aws_sns_topic.notifications_topic.arn}");
    expect(attributes.depends_on).toEqual(["aws_sns_topic_policy.notifications_policy"]);
  }
});

describe("the end of an alarm", () => {
  const change = (from: string, to: string, alarmName = "alarm-database-cpu-x1") => ({
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm-database-cpu-x1"],
    detail: { alarmName, state: { value: to }, previousState: { value: from } },
  });

  it.each(["OK", "INSUFFICIENT_DATA"])("is told when it becomes %s", (state) => {
    expect(told(change("ALARM", state))).toEqual(["alarm-end-rule-x1"]);
  });

  it.each([
    ["INSUFFICIENT_DATA", "OK"], // what every alarm of a new environment does
    ["OK", "INSUFFICIENT_DATA"],
    ["OK", "ALARM"], // the alarm tells it
    ["INSUFFICIENT_DATA", "ALARM"],
  ])("is not told from %s to %s", (from, to) => {
    expect(told(change(from, to))).toEqual([]);
  });

  it.each(["failed-requests", "quiet-failed-requests", "p99-latency"])(
    "is not told of %s that have no requests to judge by any more",
    (what) => {
      for (const name of [`alarm-blue-${what}-x1`, `alarm-green-${what}-x1`]) {
        expect(told(change("ALARM", "INSUFFICIENT_DATA", name))).toEqual([]);
        expect(told(change("ALARM", "OK", name))).toEqual(["alarm-end-rule-x1"]);
      }
    },
  );

  it("is told of every alarm of this environment, and of no other", () => {
    for (const name of alarmNames("x1")) {
      expect([name, told(change("ALARM", "OK", name))]).toEqual([name, ["alarm-end-rule-x1"]]);
    }
    expect(told(change("ALARM", "OK", "alarm-database-cpu-x2"))).toEqual([]);
  });

  it("fits a pattern's 2,048 characters with the longest suffix", () => {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    const suffix = "x".repeat(MAX_SUFFIX_LENGTH);
    const { event_pattern } = rule("alarm_end", synthesized(EPHEMERAL, suffix));
    expect(event_pattern.length).toBeLessThanOrEqual(2048);
  });

  it("is told in words", () => {
    const event = {
      "$.detail.alarmName": "alarm-database-cpu-x1",
      "$.detail.state.value": "OK",
      "$.detail.state.reason":
        "Threshold Crossed: 1 datapoint [3.5] was not greater than the threshold (80.0).",
      "$.detail.state.timestamp": "2026-11-26T03:04:05.000+0000",
    };
    expect(messageOf(target("alarm_end"), event)).toBe(
      "alarm-database-cpu-x1 is no longer in ALARM: it is OK since 2026-11-26T03:04:05.000+0000. Threshold Crossed: 1 datapoint [3.5] was not greater than the threshold (80.0). INSUFFICIENT_DATA means that the alarm has no data any more. It does not mean that all is well.",
    );
  });
});

describe("what ECS cannot do", () => {
  const event = (type: string, eventName: string) => ({
    source: "aws.ecs",
    "detail-type": type,
    resources: ["arn:aws:ecs:us-east-1:123456789012:service/ecs-cluster-x1/ecs-service-blue-x1"],
    detail: { eventName },
  });

  it.each([
    ["ECS Deployment State Change", "SERVICE_DEPLOYMENT_FAILED"],
    ["ECS Service Action", "SERVICE_TASK_CONFIGURATION_FAILURE"],
    ["ECS Service Action", "SERVICE_TASK_PLACEMENT_FAILURE"],
    ["ECS Service Action", "SERVICE_TASK_START_IMPAIRED"],
  ])("is told: %s, %s", (type, name) => {
    expect(told(event(type, name))).toEqual(["service-failure-rule-x1"]);
  });

  it.each([
    ["ECS Deployment State Change", "SERVICE_DEPLOYMENT_COMPLETED"],
    ["ECS Service Action", "SERVICE_STEADY_STATE"],
    ["ECS Task State Change", "SERVICE_TASK_START_IMPAIRED"],
  ])("is not told what is ordinary: %s, %s", (type, name) => {
    expect(told(event(type, name))).toEqual([]);
  });

  it("is told of both services, once they are there, and of no other", () => {
    expect(JSON.parse(rule("service_failure").event_pattern).resources).toEqual([
      "${aws_ecs_service.blue_service.id}",
      "${aws_ecs_service.green_service.id}",
    ]);
  });

  it("is told in words", () => {
    const event = {
      "$.detail.eventName": "SERVICE_DEPLOYMENT_FAILED",
      "$.detail.reason": "ECS deployment circuit breaker: task failed to start.",
      "$.resources[0]": "arn:aws:ecs:us-east-1:123456789012:service/ecs-cluster-x1/ecs-service-blue-x1",
      "$.time": "2026-11-26T03:04:05Z",
    };
    expect(messageOf(target("service_failure"), event)).toBe(
      "SERVICE_DEPLOYMENT_FAILED of arn:aws:ecs:us-east-1:123456789012:service/ecs-cluster-x1/ecs-service-blue-x1 at 2026-11-26T03:04:05Z. ECS deployment circuit breaker: task failed to start. If a deployment failed, ECS rolls back to the earlier task definition, if there is one. Look at the events of the service and at its stopped tasks.",
    );
  });
});
