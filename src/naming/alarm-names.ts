import { COLORS, type Color } from "./color";
import { resourceName } from "./names";

/** Alarms of each color. A release to that color watches all of them. */
const COLOR_ALARMS = [
  "failed-requests",
  "quiet-failed-requests",
  "p99-latency",
  "unhealthy-hosts",
  "running-tasks",
] as const;

/** The qualifier in the name of a color's alarm: `blue-p99-latency` in `alarm-blue-p99-latency-dev`. */
export const colorAlarm = (color: Color, what: (typeof COLOR_ALARMS)[number]) => `${color}-${what}` as const;

/** Names of a color's alarms. */
export const colorAlarmNames = (suffix: string, color: Color): string[] =>
  COLOR_ALARMS.map((what) => resourceName(suffix, "alarm", colorAlarm(color, what)));

/** Names of a color's alarms on requests. If the color gets too few requests, these alarms have no data (INSUFFICIENT_DATA). */
export const requestAlarmNames = (suffix: string, color: Color): string[] =>
  (["failed-requests", "quiet-failed-requests", "p99-latency"] as const).map((what) =>
    resourceName(suffix, "alarm", colorAlarm(color, what)),
  );

/** Alarms on resources that both colors share. */
const SHARED_ALARMS = [
  "load-balancer-5xx",
  "quiet-load-balancer-5xx",
  "database-cpu",
  "database-connections",
  "database-capacity",
  "database-replica-lag",
  "web-acl-blocked", // only if the environment has a web ACL
  "database-instances",
  "database-memory",
  "database-transaction-ids",
  "nat-port-errors",
  "certificate-expiry",
  "release-controller-errors",
  "release-controller-silent",
] as const;

/** The qualifiers in the names of all alarms that an environment can have. */
export type AlarmQualifier = ReturnType<typeof colorAlarm> | (typeof SHARED_ALARMS)[number];

/** Names of all possible alarms. An environment's settings decide which exist. */
export const alarmNames = (suffix: string): string[] => [
  ...COLORS.flatMap((color) => colorAlarmNames(suffix, color)),
  ...SHARED_ALARMS.map((what) => resourceName(suffix, "alarm", what)),
];

/**
 * Returns the names of alarms that only an environment of an older version has. A deployment deletes these alarms, so the deploy role needs
 * permission for them. Remove this function when every environment was deployed with a version after 42e4c44: docs/upgrading.md
 */
export const retiredAlarmNames = (suffix: string): string[] =>
  COLORS.map((color) => resourceName(suffix, "alarm", `${color}-5xx-rate`));

/**
 * Returns the ending of the names of the team's own release alarms. The team creates these alarms outside of the stack. For example,
 * `duplicate-payments/dev` ends in `/dev`. Because of the slash, IAM policies distinguish `/dev` from `/pr-dev`. Suffixes contain no slash.
 */
export const ownAlarmEnding = (suffix: string): string => `/${suffix}`;
