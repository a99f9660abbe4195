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

  it("takes messages from this environment's alarms, database events and EventBridge rules only, by TLS", () => {
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
        ...["a", "b"].map(
          (zone) => `arn:aws:rds:us-east-1:${ACCOUNT_ID}:db:aurora-instance-us-east-1${zone}-x1`,
        ),
        ...["pg:*", "secgrp:*"].map((groups) => `arn:aws:rds:us-east-1:${ACCOUNT_ID}:${groups}`),
        ...["failover", "instance", "parameter-group", "security-group"].map(
          (name) => `arn:aws:rds:us-east-1:${ACCOUNT_ID}:es:${name}-event-subscription-x1`,
        ),
      ]),
      publish(
        "EventRules",
        "events.amazonaws.com",
        ["alarm-end", "break-glass", "service-failure"].map(
          (name) => `arn:aws:events:us-east-1:${ACCOUNT_ID}:rule/${name}-rule-x1`,
        ),
      ),
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

  describe("hears what happens", () => {
    const subscription = (name: string, environment = ephemeral) => {
      const { name: _, ...rest } = environment.resource(
        `aws_db_event_subscription.notifications_${name}_events`,
      );
      return rest;
    };
    const shared = {
      sns_topic: TOPIC,
      depends_on: [
        "aws_sns_topic_policy.notifications_policy", // RDS tries to publish when it subscribes
        // So that making the database, and destroying it, sends no message.
        "aws_rds_cluster_instance.database_instance_us_east_1a",
        "aws_rds_cluster_instance.database_instance_us_east_1b",
      ],
    };

    it("by these subscriptions: a region has 20 for all environments of the account", () => {
      const names = (environment: typeof ephemeral) =>
        environment.resources("aws_db_event_subscription").map(([, { name }]) => name);
      const own = ["failover-event-subscription-x1", "instance-event-subscription-x1"];
      expect(names(ephemeral)).toEqual(own);
      expect(names(production)).toEqual([
        ...own,
        "parameter-group-event-subscription-x1",
        "security-group-event-subscription-x1",
      ]);
      expect(ephemeral.resource("aws_sns_topic_policy.notifications_policy").policy).not.toMatch(
        /:(pg|secgrp):/,
      );
    });

    it("to the cluster, but not that its master password was rotated, which it is every week", () => {
      expect(subscription("failover")).toEqual({
        ...shared,
        source_type: "db-cluster",
        source_ids: ["${aws_rds_cluster.database_cluster.cluster_identifier}"],
        event_categories: ["deletion", "failover", "failure", "maintenance", "notification"],
      });
    });

    it("to its instances", () => {
      expect(subscription("instance")).toEqual({
        ...shared,
        source_type: "db-instance",
        source_ids: ["a", "b"].map(
          (zone) => `\${aws_rds_cluster_instance.database_instance_us_east_1${zone}.identifier}`,
        ),
        event_categories: [
          "availability",
          "configuration change",
          "deletion",
          "failure",
          "low storage",
          "maintenance",
          "notification",
          "recovery",
        ],
      });
    });

    it("to the account's parameter groups and security groups, in production only", () => {
      expect(subscription("parameter_group", production)).toEqual({
        ...shared,
        source_type: "db-parameter-group",
        event_categories: ["configuration change"],
      });
      expect(subscription("security_group", production)).toEqual({
        ...shared,
        source_type: "db-security-group",
        event_categories: ["configuration change", "failure"],
      });
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
