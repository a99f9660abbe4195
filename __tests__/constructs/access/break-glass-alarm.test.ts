import { ACCOUNT_ID, PRODUCTION, VARIANTS } from "../../support/environments";
import { messageOf } from "../../support/message-of";
import { statementsOf } from "../../support/policies";
import { synthesized } from "../../support/synthesized";

const production = synthesized(PRODUCTION);
const rule = production.resource("aws_cloudwatch_event_rule.break_glass_alarm_rule");
const target = production.resource("aws_cloudwatch_event_target.break_glass_alarm_target");

describe.each(VARIANTS)("the break-glass alarm of %s", (_label, overrides) => {
  it("is there", () => {
    expect(synthesized(overrides).addresses("aws_cloudwatch_event_rule")).toContain(
      "aws_cloudwatch_event_rule.break_glass_alarm_rule",
    );
  });
});

describe("the break-glass alarm", () => {
  it("sends a message whenever exactly this role is assumed, though CloudTrail counts that as reading", () => {
    expect(rule).toEqual({
      name: "break-glass-rule-x1",
      description: "Somebody assumes the role break-glass-role-x1",
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      event_pattern: JSON.stringify({
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sts.amazonaws.com"],
          eventName: ["AssumeRole"],
          requestParameters: { roleArn: ["${aws_iam_role.break_glass_role.arn}"] },
        },
      }),
    });
  });

  it("tells the topic, which lets this rule publish before it is used", () => {
    expect(target).toMatchObject({
      rule: "${aws_cloudwatch_event_rule.break_glass_alarm_rule.name}",
      arn: "${aws_sns_topic.notifications_topic.arn}",
      depends_on: ["aws_sns_topic_policy.notifications_policy"],
    });
    const publishers = statementsOf(production.resource("aws_sns_topic_policy.notifications_policy").policy);
    expect(publishers.find(({ Sid }) => Sid === "EventRules")).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Condition: {
        ArnLike: {
          "aws:SourceArn": expect.arrayContaining([
            `arn:aws:events:us-east-1:${ACCOUNT_ID}:rule/${rule.name}`,
          ]),
        },
      },
    });
    expect(target.role_arn).toBeUndefined(); // EventBridge then goes by the topic's policy
  });

  it("says who, when, from where and in which environment, in words", () => {
    const event = {
      "$.detail.userIdentity.arn": "arn:aws:iam::123456789012:user/ada",
      "$.detail.userIdentity.principalId": "AIDA1",
      "$.detail.userIdentity.accountId": ACCOUNT_ID,
      "$.detail.requestParameters.roleSessionName": "incident-7",
      "$.detail.eventTime": "2026-11-24T03:04:05Z",
      "$.detail.sourceIPAddress": "198.51.100.7",
    };
    expect(messageOf(target, event)).toBe(
      "BREAK GLASS in x1: arn:aws:iam::123456789012:user/ada (principal AIDA1, account 123456789012) assumed break-glass-role-x1 as session incident-7 at 2026-11-24T03:04:05Z from 198.51.100.7.  If nobody announced it, treat it as an attack: docs/runbooks/break-glass.md",
    );
  });
});
