import type { Construct } from "constructs";
import { resourceName } from "../../naming/names";
import { EventNotice } from "../event-notice";
import type { Notifications } from "../notifications";
import type { TeamRole } from "./team-role";

export interface BreakGlassAlarmProps {
  readonly suffix: string;
  readonly breakGlass: TeamRole;
  readonly notifications: Notifications;
}

/**
 * Sends a message to the alarms' subscribers whenever somebody assumes the break-glass role. EventBridge gets the event from CloudTrail, so
 * the account needs a CloudTrail trail that logs management events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class BreakGlassAlarm extends EventNotice {
  public constructor(scope: Construct, id: string, props: BreakGlassAlarmProps) {
    const { suffix, breakGlass, notifications } = props;
    super(scope, id, {
      suffix,
      name: "break-glass-rule",
      description: `Somebody assumes the role ${resourceName(suffix, "break-glass-role")}`,
      // CloudTrail classifies AssumeRole as a read-only call. By default, EventBridge rules get no events about read-only calls.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      pattern: {
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sts.amazonaws.com"],
          eventName: ["AssumeRole"],
          requestParameters: { roleArn: [breakGlass.role.arn] },
        },
      },
      // If the caller belongs to another account, the event contains the caller's account id and principal id, but not the caller's ARN.
      paths: {
        account: "$.detail.userIdentity.accountId",
        address: "$.detail.sourceIPAddress",
        arn: "$.detail.userIdentity.arn",
        error: "$.detail.errorCode",
        principal: "$.detail.userIdentity.principalId",
        session: "$.detail.requestParameters.roleSessionName",
        time: "$.detail.eventTime",
      },
      message: `BREAK GLASS in ${suffix}: <arn> (principal <principal>, account <account>) assumed ${resourceName(suffix, "break-glass-role")} as session <session> at <time> from <address>. <error> If nobody announced it, treat it as an attack: docs/runbooks/break-glass.md`,
      notifications,
    });
  }
}
