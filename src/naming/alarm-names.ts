import { COLORS, type Color } from "./color";
import { resourceName } from "./names";

/** Alarms of each color; all of them are release alarms of a release to it. */
const COLOR_ALARMS = [
  "failed-requests",
  "failed-requests-quiet",
  "p99-latency",
  "unhealthy-hosts",
  "running-tasks",
] as const;

/** Qualifier of a color's alarm. */
export const colorAlarm = (color: Color, what: (typeof COLOR_ALARMS)[number]) => `${color}-${what}` as const;

/** Names of a color's alarms. */
export const colorAlarmNames = (suffix: string, color: Color): string[] =>
  COLOR_ALARMS.map((what) => resourceName(suffix, "alarm", colorAlarm(color, what)));

/** What is watched of what both colors share. */
const SHARED_ALARMS = [
  "load-balancer-5xx",
  "database-cpu",
  "database-connections",
  "database-capacity",
  "database-replica-lag",
] as const;

/** Qualifier of every alarm that an environment makes. */
export type AlarmQualifier = ReturnType<typeof colorAlarm> | (typeof SHARED_ALARMS)[number];

/** Names of every alarm that an environment makes. */
export const alarmNames = (suffix: string): string[] => [
  ...COLORS.flatMap((color) => colorAlarmNames(suffix, color)),
  ...SHARED_ALARMS.map((what) => resourceName(suffix, "alarm", what)),
];

/**
 * How the name of an alarm ends that a team makes for itself, outside of the stack, as a release alarm:
 * `duplicate-payments/dev`. No suffix holds a slash, so policies can tell `dev` from `pr-dev`.
 */
export const ownAlarmEnding = (suffix: string): string => `/${suffix}`;
