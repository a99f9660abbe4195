import { Construct } from "constructs";
import type { NoticeRule } from "../naming/event-names";
import { resourceName } from "../naming/names";
import { CloudwatchEventRule, CloudwatchEventTarget } from "../resources/classes";
import type { Notifications } from "./notifications";

export interface EventNoticeProps {
  readonly suffix: string;
  readonly name: NoticeRule;
  /** The rule's description: a sentence that says when a message is sent. */
  readonly description: string;
  /** The rule's event pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  readonly pattern: Readonly<Record<string, unknown>>;
  /**
   * The values that the message takes from the event. Each key is a placeholder's name, without angle brackets. Each value is the
   * JSON path of a field of the event. If the event does not have the field, an empty text replaces the placeholder.
   */
  readonly paths: Readonly<Record<string, string>>;
  /** The message. It contains placeholders such as `<user>`. EventBridge replaces `<user>` with the event's value at path `paths.user`. */
  readonly message: string;
  readonly notifications: Notifications;
  /**
   * `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` also matches read-only calls.
   * @default - `ENABLED`, which is AWS's own default
   */
  readonly state?: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}

/** For each event that matches an EventBridge rule, publishes one readable message to the topic of `notifications`. */
export class EventNotice extends Construct {
  public constructor(scope: Construct, id: string, props: EventNoticeProps) {
    super(scope, id);
    const { suffix, name, description, pattern, paths, message, notifications, state } = props;
    const rule = new CloudwatchEventRule(this, "rule", {
      name: resourceName(suffix, name),
      description,
      ...(state && { state }),
      eventPattern: JSON.stringify(pattern),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "topic",
      arn: notifications.topic.arn,
      inputTransformer: { inputPaths: paths, inputTemplate: JSON.stringify(message) },
      dependsOn: [notifications.policy],
    });
  }
}
