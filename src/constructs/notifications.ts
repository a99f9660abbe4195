import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { alarmNames, ownAlarmEnding, resourceName } from "../naming/names";
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
  readonly subscribers: EnvironmentSettings["monitoring"]["subscribers"];
  /**
   * Key that encrypts the topic.
   * @default - none: alarms cannot publish to a topic under the AWS-managed key
   */
  readonly kmsKeyArn: string | undefined;
}

/** The topic that alarms, database events and the breaking of the glass go to, and who is told. */
export class Notifications extends Construct {
  public readonly topic: SnsTopic;
  /** Whoever publishes depends on it. */
  public readonly policy: SnsTopicPolicy;
  private readonly suffix: string;

  public constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { suffix, accountId, subscribers, kmsKeyArn } = props;
    this.suffix = suffix;
    this.topic = new SnsTopic(this, "topic", {
      name: resourceName(suffix, "topic", "alarms"),
      ...(kmsKeyArn && { kmsMasterKeyId: kmsKeyArn }),
    });
    output(this, "alarm_topic_arn", this.topic.arn, "SNS topic that alarms and database events go to");
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
          ...[
            `cluster:${resourceName(suffix, "aurora-cluster")}`,
            `es:${resourceName(suffix, "failover-event-subscription")}`,
          ].map((name) => `arn:aws:rds:${REGION}:${accountId}:${name}`),
        ),
        publish(
          "BreakGlassEvents",
          "events.amazonaws.com",
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
          `arn:aws:events:${REGION}:${accountId}:rule/${resourceName(suffix, "break-glass-rule")}`,
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
      // A hash, not the endpoint: addresses are in every plan, and some endpoints carry a key.
      const hash = createHash("sha256").update(`${protocol}:${endpoint}`).digest("hex").slice(0, 8);
      new SnsTopicSubscription(this, `subscription-${hash}`, {
        topicArn: this.topic.arn,
        protocol,
        endpoint: literal(endpoint),
      });
    }
  }

  /** Tells the subscribers when the database fails over, fails or is maintained; CloudWatch has no metric for that. */
  public subscribeTo(database: Database): void {
    new DbEventSubscription(this, "failover-events", {
      name: resourceName(this.suffix, "failover-event-subscription"),
      snsTopic: this.topic.arn,
      sourceType: "db-cluster",
      sourceIds: [database.cluster.clusterIdentifier],
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
      eventCategories: ["failover", "failure", "maintenance"],
      dependsOn: [this.policy], // RDS tries to publish when it subscribes
    });
  }
}
