import { resourceName } from "./names";
import type { Colour } from "./schema";

/** What is watched of each colour; all of them guard a release to it. */
export const COLOUR_ALARMS = ["5xx-rate", "p99-latency", "unhealthy-hosts", "running-tasks"] as const;

/** Qualifier of a colour's alarm. */
export const colourAlarm = (colour: Colour, what: (typeof COLOUR_ALARMS)[number]) =>
  `${colour}-${what}` as const;

/** Names of a colour's alarms. */
export const colourAlarmNames = (suffix: string, colour: Colour): string[] =>
  COLOUR_ALARMS.map((what) => resourceName(suffix, "alarm", colourAlarm(colour, what)));
