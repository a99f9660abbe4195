import { resourceName } from "./names";
import { COLOURS, type Colour } from "./schema";

/** What is watched of each colour; all of them guard a release to it. */
const COLOUR_ALARMS = ["5xx-rate", "p99-latency", "unhealthy-hosts", "running-tasks"] as const;

/** Qualifier of a colour's alarm. */
export const colourAlarm = (colour: Colour, what: (typeof COLOUR_ALARMS)[number]) =>
  `${colour}-${what}` as const;

/** Names of a colour's alarms. */
export const colourAlarmNames = (suffix: string, colour: Colour): string[] =>
  COLOUR_ALARMS.map((what) => resourceName(suffix, "alarm", colourAlarm(colour, what)));

/** What is watched of what both colours share. */
const SHARED_ALARMS = [
  "load-balancer-5xx",
  "database-cpu",
  "database-connections",
  "database-capacity",
  "database-replica-lag",
] as const;

/** Names of every alarm that an environment makes. */
export const alarmNames = (suffix: string): string[] => [
  ...COLOURS.flatMap((colour) => colourAlarmNames(suffix, colour)),
  ...SHARED_ALARMS.map((what) => resourceName(suffix, "alarm", what)),
];

/**
 * How the name of an alarm ends that a team makes for itself, outside of the stack, to guard its releases:
 * `duplicate-payments/dev`. No suffix holds a slash, so policies can tell `dev` from `pr-dev`.
 */
export const ownAlarmEnding = (suffix: string): string => `/${suffix}`;
