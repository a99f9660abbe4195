import { list, show } from "../document";
import { pci } from "../pci";
import { atLeast, each, type Rule } from "../rule";

const LOG_GROUP = "aws_cloudwatch_log_group";
const keptForEver = (days: unknown) => days === undefined || days === 0;

/** Rules about CloudWatch: log groups and alarms. */
export const LOGS = [
  {
    id: "log-retention",
    sentence: "Every log group has a retention time.",
    controls: { checkov: { CKV_AWS_66: "log groups have a retention time" } },
    fix: "set retention_in_days",
    check: each(LOG_GROUP, atLeast("retention_in_days", 1)),
  },
  {
    id: "log-retention-year",
    sentence: "Log groups keep their events for at least a year.",
    controls: {
      pci: pci("10.5.1"),
      aws: { "CloudWatch.16": "log groups keep events for a minimum time" },
      checkov: { CKV_AWS_338: "log groups keep events for a year" },
    },
    fix: "set logs.auditRetentionDays to at least 365",
    check: each(LOG_GROUP, ({ retention_in_days: days }) =>
      keptForEver(days) || Number(days) >= 365 ? undefined : `retention_in_days is ${show(days)}`,
    ),
  },
  {
    id: "alarm-actions",
    sentence: "Every alarm has an action for the state ALARM, and the action is enabled.",
    controls: {
      aws: { "CloudWatch.15": "alarms have actions", "CloudWatch.17": "alarm actions are activated" },
      checkov: { CKV_AWS_319: "alarm actions are enabled" },
    },
    fix: "list the alarm topic in alarm_actions, and do not set actions_enabled to false",
    check: each(
      ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
      ({ alarm_actions, actions_enabled }) => {
        if (actions_enabled !== undefined && actions_enabled !== true)
          return `actions_enabled is ${show(actions_enabled)}`;
        return list(alarm_actions).length > 0 ? undefined : "no alarm_actions";
      },
    ),
  },
] as const satisfies readonly Rule[];
