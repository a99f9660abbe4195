import { alarmNames } from "../naming/alarm-names";
import { eventRuleNames } from "../naming/event-names";
import { logGroupNames, resourceName } from "../naming/names";
import { type Names, NO_ATTRIBUTES, type Row } from "./row";

const topic: Names = (suffix) => [resourceName(suffix, "topic", "alarms")];
const RULE_ARN = "arn:aws:events:{region}:{account}:rule/{name}";

/** The facts about the Terraform resource types of CloudWatch, EventBridge, SNS and SSM. Each type has a {@link Row}. */
export const OPERATIONS = {
  aws_cloudwatch_log_group: {
    aws: "CloudWatch log group",
    // Some actions on a log group need the ARN without `:*`. Other actions need the ARN with `:*`.
    arns: ["arn:aws:logs:{region}:{account}:log-group:{name}", "arn:aws:logs:{region}:{account}:log-group:{name}:*"],
    named: { by: "name", attribute: "name", names: logGroupNames },
    data: {
      key: {
        attribute: "kms_key_id",
        rule: "log-customer-managed-key",
        controls: { checkov: { CKV_AWS_158: "log group is encrypted with KMS" } },
      },
      watched: { notBecause: "a log group never fills up, and no request waits for it" },
    },
    guards: false,
    attributes: { ...NO_ATTRIBUTES, parts: [/^(kms_key_id|log_group_class)$/], retention: /^retention_in_days$/ },
    judged: { by: ["log-retention", "log-retention-year", "log-customer-managed-key"] },
    actions: {
      read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
      make: ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DisassociateKmsKey", "logs:PutRetentionPolicy", "logs:TagResource"],
      remove: ["logs:DeleteLogGroup"],
      use: [
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetLogRecord",
        "logs:GetQueryResults",
        "logs:PutLogEvents",
        "logs:StartQuery",
      ],
      granted: "by statement",
    },
    endpoint: "logs",
    left: {
      lists: ["logs:DescribeLogGroups"],
      swept: true,
      byHand: ({ id }) => `aws logs delete-log-group --log-group-name ${id}`,
      why: "created again by a service that still wrote logs",
    },
  },
  aws_cloudwatch_metric_alarm: {
    aws: "CloudWatch alarm",
    arns: ["arn:aws:cloudwatch:{region}:{account}:alarm:{name}"],
    named: { by: "name", attribute: "alarm_name", names: alarmNames },
    data: false,
    guards: true,
    attributes: {
      ...NO_ATTRIBUTES,
      weak: { actions_enabled: false },
      parts: [
        /^alarm_actions\[/,
        /^(comparison_operator|treat_missing_data)$/,
        /^(dimensions\.\w+|extended_statistic|metric_name|namespace|statistic|unit)$/,
        /^metric_query\[\w+\]\.(expression|metric\[0\]\.(dimensions\.\w+|metric_name|namespace|stat))$/,
      ],
      // An alarm with a longer window goes to ALARM later.
      limits: [
        { path: /^threshold$/, weaker: "by comparison_operator" },
        { path: /^(datapoints_to_alarm|evaluation_periods|period)$/, weaker: "higher" },
        { path: /^metric_query\[\w+\]\.(metric\[0\]\.)?period$/, weaker: "higher" },
      ],
      // With another dimension or unit, the alarm watches another metric. A metric that nobody publishes has no data.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      narrows: ["dimensions", "unit"],
      loosens: [/^metric_query\[\w+\]\.(account_id|metric\[0\]\.(dimensions\.\w+|unit))$/],
      plain: [/^alarm_description$/],
    },
    judged: { by: ["alarm-actions"] },
    actions: {
      read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
      make: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
      remove: ["cloudwatch:DeleteAlarms"],
      use: ["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"],
      granted: "by statement",
    },
    left: { lists: ["cloudwatch:DescribeAlarms"], swept: true, byHand: ({ id }) => `aws cloudwatch delete-alarms --alarm-names ${id}` },
  },
  aws_cloudwatch_dashboard: {
    aws: "CloudWatch dashboard",
    arns: ["arn:aws:cloudwatch::{account}:dashboard/{name}"], // dashboards belong to no region
    named: { by: "name", attribute: "dashboard_name", names: (suffix) => [resourceName(suffix, "dashboard")] },
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, plain: [/^dashboard_body\b/] }, // nothing depends on the dashboard
    judged: { notBecause: "a dashboard only shows metrics" },
    actions: {
      read: ["cloudwatch:GetDashboard"],
      make: ["cloudwatch:PutDashboard"],
      remove: ["cloudwatch:DeleteDashboards"],
      use: ["cloudwatch:GetDashboard"],
      granted: "by name",
    },
    left: { lists: ["cloudwatch:ListDashboards"], swept: true, byHand: ({ id }) => `aws cloudwatch delete-dashboards --dashboard-names ${id}` },
  },
  aws_cloudwatch_event_rule: {
    aws: "EventBridge rule",
    arns: [RULE_ARN],
    named: { by: "name", attribute: "name", names: eventRuleNames },
    data: false,
    guards: true,
    attributes: {
      ...NO_ATTRIBUTES,
      weak: { state: "DISABLED" },
      parts: [/^(event_pattern|schedule_expression)\b/],
      // An event has to match every field of the pattern, so a new field narrows the pattern.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
      narrows: ["event_pattern"],
    },
    judged: { notBecause: "an EventBridge rule only selects events" },
    actions: {
      read: ["events:DescribeRule", "events:ListTagsForResource"],
      make: ["events:PutRule", "events:TagResource"],
      remove: ["events:DeleteRule"],
      use: [],
      granted: "by name",
    },
    left: {
      lists: ["events:ListRules"],
      swept: false,
      byHand: ({ id }) => `aws events delete-rule --name ${id} # first remove its targets: aws events remove-targets`,
    },
  },
  aws_cloudwatch_event_target: {
    aws: "EventBridge target",
    arns: [RULE_ARN], // AWS checks the permission on the rule
    named: { by: "owner", names: eventRuleNames },
    data: false,
    guards: true,
    attributes: { ...NO_ATTRIBUTES, parts: [/^arn$/] },
    judged: { notBecause: "the policies of the topic and of the function decide who may send events" },
    actions: {
      read: ["events:ListTargetsByRule"],
      make: ["events:PutTargets"],
      remove: ["events:RemoveTargets"],
      use: [],
      granted: "by name",
    },
    left: { goesWith: "aws_cloudwatch_event_rule" },
  },
  aws_sns_topic: {
    aws: "SNS topic",
    arns: ["arn:aws:sns:{region}:{account}:{name}"],
    named: { by: "name", attribute: "name", names: topic },
    data: false, // the topic delivers messages and keeps none
    guards: true,
    attributes: { ...NO_ATTRIBUTES, parts: [/^kms_master_key_id$/] },
    judged: { by: ["sns-encrypted", "sns-tls"] },
    actions: {
      read: ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"],
      make: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource"],
      remove: ["sns:DeleteTopic"],
      use: ["sns:Publish"],
      granted: "by name",
    },
    left: { lists: ["sns:ListTopics"], swept: false, byHand: ({ id }) => `aws sns delete-topic --topic-arn ${id}` },
  },
  aws_sns_topic_policy: {
    aws: "SNS topic policy",
    arns: ["arn:aws:sns:{region}:{account}:{name}"],
    named: { by: "owner", names: topic },
    data: false,
    guards: true,
    attributes: { ...NO_ATTRIBUTES, rights: [{ document: "policy", of: "topic ", named: "arn" }] },
    judged: { by: ["sns-publishers", "sns-tls"] },
    actions: {
      read: ["sns:GetTopicAttributes"],
      make: ["sns:SetTopicAttributes"],
      remove: ["sns:SetTopicAttributes"],
      use: [],
      granted: "by name",
    },
    left: { goesWith: "aws_sns_topic" },
  },
  aws_sns_topic_subscription: {
    aws: "SNS subscription",
    arns: ["arn:aws:sns:{region}:{account}:{name}", "arn:aws:sns:{region}:{account}:{name}:*"],
    named: { by: "owner", names: topic },
    data: false,
    guards: true,
    attributes: { ...NO_ATTRIBUTES, parts: [/^(endpoint|filter_policy|protocol|topic_arn)\b/], narrows: ["filter_policy"] },
    judged: { notBecause: "the environment's settings decide who gets messages" },
    actions: {
      read: ["sns:GetSubscriptionAttributes"],
      make: ["sns:Subscribe"],
      remove: ["sns:Unsubscribe"],
      use: [],
      granted: "by name",
    },
    left: { lists: ["sns:ListSubscriptions"], swept: false, byHand: () => "is deleted with its topic" },
  },
  aws_ssm_parameter: {
    aws: "Systems Manager parameter",
    arns: ["arn:aws:ssm:{region}:{account}:parameter/{name}"],
    // The path of all SSM parameters of an environment.
    named: { by: "name", attribute: "name", names: (suffix) => [`/transaction-processing/${suffix}`] },
    data: false, // the parameter holds only weights, which a review reports; a review treats a SecureString as data
    guards: false,
    attributes: { ...NO_ATTRIBUTES, weak: { type: "String" }, parts: [/^(allowed_pattern|key_id)$/] },
    judged: { by: ["parameter-encrypted"] },
    actions: {
      read: ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource"],
      make: ["ssm:AddTagsToResource", "ssm:PutParameter"],
      remove: ["ssm:DeleteParameter"],
      use: ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:PutParameter"],
      granted: "by statement",
    },
    left: { lists: ["ssm:DescribeParameters"], swept: true, byHand: ({ id }) => `aws ssm delete-parameter --name ${id}` },
  },
} as const satisfies Readonly<Record<string, Row>>;
