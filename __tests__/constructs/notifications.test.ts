import { ACCOUNT_ID, CUSTOM, EPHEMERAL, PRODUCTION } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const TOPIC = "${aws_sns_topic.notifications_topic.arn}";

describe("the alarm topic", () => {
  it("is one, encrypted where the environment has a key", () => {
    expect(ephemeral.count("aws_sns_topic")).toBe(1);
    expect(ephemeral.resource("aws_sns_topic.notifications_topic")).toEqual({ name: "topic-alarms-x1" });
    expect(production.resource("aws_sns_topic.notifications_topic")).toEqual({
      name: "topic-alarms-x1",
      kms_master_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });

  it("takes messages from this environment's alarms, database events and break-glass rule only, by TLS", () => {
    const policy = production.resource("aws_sns_topic_policy.notifications_policy");
    expect(policy.arn).toBe(TOPIC);
    const publish = (sid: string, service: string, sources: string[]) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: TOPIC,
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT_ID },
        ArnLike: { "aws:SourceArn": sources },
      },
    });
    const alarms: string[] = production
      .resources("aws_cloudwatch_metric_alarm")
      .map(([, { alarm_name }]) => alarm_name);
    const statements = statementsOf(policy.policy);
    statements[0]?.Condition.ArnLike["aws:SourceArn"].sort();
    expect(statements).toEqual([
      publish(
        "Alarms",
        "cloudwatch.amazonaws.com",
        [...alarms, "*/x1"].sort().map((name) => `arn:aws:cloudwatch:us-east-1:${ACCOUNT_ID}:alarm:${name}`),
      ),
      publish("RdsEvents", "events.rds.amazonaws.com", [
        `arn:aws:rds:us-east-1:${ACCOUNT_ID}:cluster:aurora-cluster-x1`,
        `arn:aws:rds:us-east-1:${ACCOUNT_ID}:es:failover-event-subscription-x1`,
      ]),
      publish("BreakGlassEvents", "events.amazonaws.com", [
        `arn:aws:events:us-east-1:${ACCOUNT_ID}:rule/break-glass-rule-x1`,
      ]),
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: TOPIC,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("hears when the database fails over, fails or is maintained", () => {
    expect(ephemeral.resource("aws_db_event_subscription.notifications_failover_events")).toEqual({
      name: "failover-event-subscription-x1",
      sns_topic: TOPIC,
      source_type: "db-cluster",
      source_ids: ["${aws_rds_cluster.database_cluster.cluster_identifier}"],
      event_categories: ["failover", "failure", "maintenance"],
      depends_on: ["aws_sns_topic_policy.notifications_policy"], // RDS tries to publish when it subscribes
    });
  });
});

describe("subscribers", () => {
  it("are none in ephemeral", () => {
    expect(ephemeral.count("aws_sns_topic_subscription")).toBe(0);
  });

  const several = synthesized(CUSTOM);

  it("are subscribed as configured, and Terraform reads no ${...} in an endpoint", () => {
    const subscriptions = several
      .resources("aws_sns_topic_subscription")
      .map(([, { topic_arn, protocol, endpoint }]) => [topic_arn, protocol, endpoint]);
    expect(subscriptions.sort()).toEqual(
      CUSTOM.monitoring.subscribers
        .map(({ protocol, endpoint }) => [TOPIC, protocol, endpoint.replace("${", () => "$${")])
        .sort(),
    );
  });

  it("are not named by their endpoint, which may carry a key and would stand in every plan", () => {
    expect(several.addresses("aws_sns_topic_subscription").join()).not.toMatch(/k3y|example/);
  });

  it("keep their addresses when others come or go", () => {
    const [alone] = production.addresses("aws_sns_topic_subscription");
    expect(production.count("aws_sns_topic_subscription")).toBe(1);
    expect(several.count("aws_sns_topic_subscription")).toBe(4);
    expect(several.addresses("aws_sns_topic_subscription")).toContain(alone);
  });
});
