import { type AwsEvent, heardBy } from "../../src/alarms/events";
import { listening } from "../../src/alarms/outcome";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const RESTART: AwsEvent = {
  from: "RDS",
  sourceType: "db-instance",
  category: "availability",
  id: "RDS-EVENT-0006",
};
const FAILOVER: AwsEvent = {
  from: "RDS",
  sourceType: "db-cluster",
  category: "failover",
  id: "RDS-EVENT-0073",
};
const IMPAIRED: AwsEvent = {
  from: "EventBridge",
  event: {
    source: "aws.ecs",
    "detail-type": "ECS Service Action",
    resources: ["arn:aws:ecs:us-east-1:123456789012:service/ecs-cluster-x1/ecs-service-blue-x1"],
    detail: { eventName: "SERVICE_TASK_START_IMPAIRED" },
  },
};

describe.each([
  ["ephemeral", EPHEMERAL],
  ["production", PRODUCTION],
])("%s: an event is heard if the topic's policy lets its publisher publish", (_, config) => {
  const { resource } = synthesized(config).document;
  const allowing = (change: (policy: string) => string) => ({
    ...resource,
    aws_sns_topic_policy: Object.fromEntries(
      Object.entries<{ policy: string }>(resource.aws_sns_topic_policy).map(([id, it]) => [
        id,
        { ...it, policy: change(it.policy) },
      ]),
    ),
  });

  it.each([
    ["of an instance", RESTART, "instance-event-subscription-x1", ":db:aurora-instance-us-east-1b-x1"],
    ["of the cluster", FAILOVER, "failover-event-subscription-x1", ":cluster:aurora-cluster-x1"],
    ["of ECS", IMPAIRED, "service-failure-rule-x1", ":rule/service-failure-rule-x1"],
  ])("%s", (_label, event, listener, source) => {
    expect(heardBy(resource, event)).toEqual([listener]);
    expect(
      heardBy(
        allowing((it) => it.replace(source, ":other")),
        event,
      ),
    ).toEqual([]);
    expect(
      heardBy(
        allowing((it) => it.replaceAll("events.", "else.")),
        event,
      ),
    ).toEqual([]);
    expect(heardBy({ ...resource, aws_sns_topic_policy: {} }, event)).toEqual([]);
  });

  it("of an instance that the subscription does not name", () => {
    const id = "notifications_instance_events";
    const subscription = resource.aws_db_event_subscription[id];
    const one = { ...subscription, source_ids: subscription.source_ids.slice(1) };
    expect(heardBy({ ...resource, aws_db_event_subscription: { [id]: one } }, RESTART)).toEqual([]);
  });

  it("of a rule without a target", () =>
    expect(heardBy({ ...resource, aws_cloudwatch_event_target: {} }, IMPAIRED)).toEqual([]));

  it("of an alarm", () => {
    const tells = (of: typeof resource) =>
      listening("x1", of)
        .alarms.filter(({ actions }) => actions.length > 0)
        .map(({ name }) => name);
    const name = "alarm-database-cpu-x1";
    expect(tells(resource)).toContain(name);
    expect(tells(allowing((it) => it.replace(`:alarm:${name}`, ":alarm:other")))).not.toContain(name);
  });
});
