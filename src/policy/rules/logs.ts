import { list, show } from "../document";
import { atLeast, each, isSet, type Rule } from "../rule";

const LOG_GROUP = "aws_cloudwatch_log_group";
const keptForEver = (days: unknown) => days === undefined || days === 0;

/** CloudWatch: log groups and alarms. */
export const LOGS = [
  {
    id: "log-retention",
    sentence: "Every log group says how long it keeps its events.",
    controls: { checkov: ["CKV_AWS_66"] },
    fix: "set retention_in_days",
    check: each(LOG_GROUP, atLeast("retention_in_days", 1)),
  },
  {
    id: "log-retention-year",
    sentence: "Log groups keep their events for at least a year.",
    controls: { pci: ["10.5.1"], aws: ["CloudWatch.16"], checkov: ["CKV_AWS_338"] },
    fix: "set logs.auditRetentionDays to at least 365",
    check: each(LOG_GROUP, ({ retention_in_days: days }) =>
      keptForEver(days) || Number(days) >= 365 ? undefined : `retention_in_days is ${show(days)}`,
    ),
  },
  {
    id: "log-customer-managed-key",
    sentence: "The key of every log group is the customer's.",
    controls: { checkov: ["CKV_AWS_158"] },
    fix: "set customerManagedKey to true",
    check: each(LOG_GROUP, isSet("kms_key_id")),
  },
  {
    id: "alarm-actions",
    sentence: "Every alarm tells somebody.",
    controls: {
      aws: ["CloudWatch.15", "CloudWatch.17"],
      checkov: ["CKV_AWS_319"],
    },
    fix: "list the alarm topic in alarm_actions, and leave actions_enabled out",
    check: each(
      ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
      ({ alarm_actions, actions_enabled }) => {
        if (actions_enabled === false) return "actions_enabled is false";
        return list(alarm_actions).length > 0 ? undefined : "no alarm_actions";
      },
    ),
  },
] as const satisfies readonly Rule[];
