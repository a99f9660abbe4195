import { Construct } from "constructs";
import { alarmNames, requestAlarmNames } from "../naming/alarm-names";
import { COLORS, type Color } from "../naming/color";
import type { ColorService } from "./color-service";
import { EventNotice } from "./event-notice";
import type { Notifications } from "./notifications";

export interface OperationNoticesProps {
  readonly suffix: string;
  readonly notifications: Notifications;
  readonly services: Readonly<Record<Color, ColorService>>;
}

/** Sends two messages that no alarm action sends: that an alarm has left ALARM, and that ECS cannot carry out a deployment. */
export class OperationNotices extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    { suffix, notifications, services }: OperationNoticesProps,
  ) {
    super(scope, id);
    // When no more requests come, an alarm on requests goes from ALARM to INSUFFICIENT_DATA, although the fault may remain. So for these
    // alarms, only the change from ALARM to OK sends a message.
    const ofRequests = COLORS.flatMap((color) => requestAlarmNames(suffix, color));
    // These messages come from an EventBridge rule, and not from OK actions of the alarms. If the alarms had OK actions, each alarm of a
    // new environment would send a message, because it begins in INSUFFICIENT_DATA and then goes to OK.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    new EventNotice(this, "alarm-end", {
      suffix,
      name: "alarm-end-rule",
      description: `An alarm of ${suffix} is no longer in ALARM`,
      pattern: {
        source: ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        detail: {
          previousState: { value: ["ALARM"] },
          $or: [
            { alarmName: ofRequests, state: { value: ["OK"] } },
            {
              alarmName: alarmNames(suffix).filter((it) => !ofRequests.includes(it)),
              state: { value: ["OK", "INSUFFICIENT_DATA"] },
            },
          ],
        },
      },
      paths: {
        alarm: "$.detail.alarmName",
        reason: "$.detail.state.reason",
        state: "$.detail.state.value",
        time: "$.detail.state.timestamp",
      },
      message:
        "<alarm> is no longer in ALARM: it is <state> since <time>. <reason> INSUFFICIENT_DATA means that the alarm has no data any more. It does not mean that all is well.",
      notifications,
    });
    // The rule's event pattern contains the ARNs of the ECS services, so Terraform creates the rule after the services are steady. If the
    // first deployment fails, the terminal shows the failure, and no message is sent.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
    new EventNotice(this, "service-failure", {
      suffix,
      name: "service-failure-rule",
      description: `ECS rolls back a deployment of ${suffix}, or cannot start a task`,
      pattern: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change", "ECS Service Action"],
        // The pattern contains the services and not the cluster, because events of the type "ECS Deployment State Change" contain no
        // cluster.
        resources: COLORS.map((color) => services[color].service.id),
        detail: {
          eventName: [
            "SERVICE_DEPLOYMENT_FAILED",
            "SERVICE_TASK_CONFIGURATION_FAILURE",
            "SERVICE_TASK_PLACEMENT_FAILURE",
            "SERVICE_TASK_START_IMPAIRED",
          ],
        },
      },
      paths: {
        event: "$.detail.eventName",
        reason: "$.detail.reason",
        service: "$.resources[0]",
        time: "$.time",
      },
      message:
        "<event> of <service> at <time>. <reason> If a deployment failed, ECS rolls back to the earlier task definition, if there is one. Look at the events of the service and at its stopped tasks.",
      notifications,
    });
  }
}
