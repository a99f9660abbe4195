import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { alarmNames, ownAlarmEnding } from "../naming/alarm-names";
import { type EventSubscription, eventSubscriptionNames, noticeRuleNames } from "../naming/event-names";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { DbEventSubscription, SnsTopic, SnsTopicPolicy, SnsTopicSubscription } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import type { Database } from "./database";
import { policyDocument } from "./iam";
import { literal } from "./literal";
import { output } from "./output";

export interface NotificationsProps {
  readonly suffix: string;
  readonly accountId: string;
  /**
   * Only environments with the profile `production` subscribe to RDS events of the whole account, because a region allows no more than 20
   * event subscriptions.
   */
  readonly profile: EnvironmentSettings["profile"];
  readonly subscribers: EnvironmentSettings["monitoring"]["subscribers"];
  readonly database: Database;
  /**
   * ARN of the KMS key that encrypts the topic. The key has to be a customer managed key, because alarms cannot publish to a topic that an
   * AWS managed key encrypts.
   * @default - no encryption with a KMS key
   */
  readonly kmsKeyArn: string | undefined;
}

/** The SNS topic, with its subscribers. Alarms, RDS events and EventBridge rules publish to the topic. */
export class Notifications extends Construct {
  public readonly topic: SnsTopic;
  /** The topic's policy; every publisher depends on it. */
  public readonly policy: SnsTopicPolicy;
  private readonly suffix: string;

  public constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { suffix, accountId, profile, subscribers, kmsKeyArn, database } = props;
    const ofAccount = profile === "production";
    this.suffix = suffix;
    this.topic = new SnsTopic(this, "topic", {
      name: resourceName(suffix, "topic", "alarms"),
      ...(kmsKeyArn && { kmsMasterKeyId: kmsKeyArn }),
    });
    output(this, "alarm_topic_arn", this.topic.arn, "SNS topic for messages of alarms and database events");
    const publish = (sid: string, service: string, ...sourceArns: string[]) => ({
      Sid: sid,
      Effect: "Allow" as const,
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: this.topic.arn,
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": sourceArns },
      },
    });
    this.policy = new SnsTopicPolicy(this, "policy", {
      arn: this.topic.arn,
      policy: policyDocument([
        publish(
          "Alarms",
          "cloudwatch.amazonaws.com",
          ...[...alarmNames(suffix), `*${ownAlarmEnding(suffix)}`].map(
            (name) => `arn:aws:cloudwatch:${REGION}:${accountId}:alarm:${name}`,
          ),
        ),
        publish(
          "RdsEvents",
          "events.rds.amazonaws.com",
          // `aws:SourceArn` is the ARN of the resource that the event is about:
          // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html
          ...[
            `cluster:${resourceName(suffix, "aurora-cluster")}`,
            ...database.instanceIdentifiers.map((it) => `db:${it}`),
            ...(ofAccount ? ["pg:*", "secgrp:*"] : []),
            ...eventSubscriptionNames(suffix).map((name) => `es:${name}`),
          ].map((name) => `arn:aws:rds:${REGION}:${accountId}:${name}`),
        ),
        publish(
          "EventRules",
          "events.amazonaws.com",
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
          ...noticeRuleNames(suffix).map((name) => `arn:aws:events:${REGION}:${accountId}:rule/${name}`),
        ),
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: this.topic.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    for (const { protocol, endpoint } of subscribers) {
      // The Terraform address of a subscription contains a hash instead of the subscriber's endpoint. Every plan shows Terraform addresses,
      // and some endpoints are URLs that contain a secret.
      const hash = createHash("sha256").update(`${protocol}:${endpoint}`).digest("hex").slice(0, 8);
      new SnsTopicSubscription(this, `subscription-${hash}`, {
        topicArn: this.topic.arn,
        protocol,
        endpoint: literal(endpoint),
      });
    }
    this.subscribeTo(database, ofAccount);
  }

  /**
   * Subscribes the topic to the database's events. Terraform creates the subscriptions after the database, and deletes them before it. So
   * neither a first deployment nor a destroy sends a message. The event categories are listed here:
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
   */
  private subscribeTo({ cluster, instances }: Database, ofAccount: boolean): void {
    const subscribe = (
      id: string,
      name: EventSubscription,
      sourceType: string,
      eventCategories: string[],
      sourceIds?: string[],
    ) =>
      new DbEventSubscription(this, id, {
        name: resourceName(this.suffix, name),
        snsTopic: this.topic.arn,
        sourceType,
        ...(sourceIds && { sourceIds }),
        eventCategories,
        dependsOn: [this.policy, ...instances], // RDS publishes a test message when the subscription is created
      });
    // The category "configuration change" is left out, because every weekly rotation of the master password is such an event.
    subscribe(
      "failover-events",
      "failover-event-subscription",
      "db-cluster",
      ["deletion", "failover", "failure", "maintenance", "notification"],
      [cluster.clusterIdentifier],
    );
    // The category "availability" contains restarts, and the category "notification" contains stops. The category "low storage" is needed
    // because the metric FreeLocalStorage does not apply to Serverless v2.
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
    subscribe(
      "instance-events",
      "instance-event-subscription",
      "db-instance",
      [
        "availability",
        "configuration change",
        "deletion",
        "failure",
        "low storage",
        "maintenance",
        "notification",
        "recovery",
      ],
      instances.map((instance) => instance.identifier),
    );
    if (!ofAccount) return;
    // The two subscriptions below contain no list of sources, so they cover all parameter groups and DB security groups of the account.
    // These events are about other databases of the account: this environment's instances use AWS's default parameter group, which nobody
    // can change.
    // https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-21
    subscribe("parameter-group-events", "parameter-group-event-subscription", "db-parameter-group", [
      "configuration change",
    ]);
    subscribe("security-group-events", "security-group-event-subscription", "db-security-group", [
      "configuration change",
      "failure",
    ]);
  }
}
