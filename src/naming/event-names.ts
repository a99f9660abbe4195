import { resourceName } from "./names";

/** EventBridge rules of an environment that publish to its topic. */
const NOTICE_RULES = ["alarm-end-rule", "break-glass-rule", "service-failure-rule"] as const;

/** EventBridge rules of an environment that invoke its release controller. */
const CONTROLLER_RULES = ["release-alarm-rule", "release-tick-rule"] as const;

/** RDS event subscriptions of an environment. */
const EVENT_SUBSCRIPTIONS = [
  "failover-event-subscription",
  "instance-event-subscription",
  "parameter-group-event-subscription",
  "security-group-event-subscription",
] as const;

export type NoticeRule = (typeof NOTICE_RULES)[number];
export type EventSubscription = (typeof EVENT_SUBSCRIPTIONS)[number];

/** Returns the names of the EventBridge rules that publish to the topic. */
export const noticeRuleNames = (suffix: string): string[] =>
  NOTICE_RULES.map((it) => resourceName(suffix, it));

/** Returns the names of all EventBridge rules of an environment. */
export const eventRuleNames = (suffix: string): string[] => [
  ...noticeRuleNames(suffix),
  ...CONTROLLER_RULES.map((it) => resourceName(suffix, it)),
];

/** Returns the names of all RDS event subscriptions of an environment. */
export const eventSubscriptionNames = (suffix: string): string[] =>
  EVENT_SUBSCRIPTIONS.map((it) => resourceName(suffix, it));
