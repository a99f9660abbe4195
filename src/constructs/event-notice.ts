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
   * The event's fields that the message uses: each field's JSON path in the event, by the field's name in the message. If an event does not
   * have a field, the message contains an empty text in place of the field.
   */
  readonly paths: Readonly<Record<string, string>>;
  /** The message. `<name>` stands for the value at the path that `paths` has under this name. */
  readonly message: string;
  readonly notifications: Notifications;
  /**
   * `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` also matches read-only calls.
   * @default - `ENABLED`, which is AWS's own default
   */
  readonly state?: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}

/** Publishes a readable message to the topic for each event that matches an EventBridge rule. */
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
