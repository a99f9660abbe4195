/** Points of an alarm: how many of the last ones have to cross the threshold, and the seconds of each. */
export interface AlarmPoints {
  readonly breaching: number;
  readonly of: number;
  readonly periodSeconds: number;
}

/** Fewer requests a minute than this say nothing to an alarm that judges by the minute. */
export const MIN_REQUESTS_PER_MINUTE = 10;

/** The points of each release alarm of a color. @param healthCheckGracePeriodSeconds how long ECS lets a task start */
export function releaseAlarmPoints(healthCheckGracePeriodSeconds: number) {
  const starting = Math.max(1, Math.ceil(healthCheckGracePeriodSeconds / 60)); // minutes
  return {
    "failed-requests": { breaching: 3, of: 5, periodSeconds: 60 },
    // What lasts five minutes or less, a failover, touches two points at most.
    "quiet-failed-requests": { breaching: 3, of: 4, periodSeconds: 300 },
    "p99-latency": { breaching: 3, of: 5, periodSeconds: 60 },
    // A task that starts is unhealthy too, for as long as the grace period lets it start.
    "unhealthy-hosts": { breaching: starting + 2, of: starting + 4, periodSeconds: 60 },
    // Autoscaling may double what is desired every few minutes.
    "running-tasks": { breaching: 8, of: 10, periodSeconds: 60 },
  } as const satisfies Readonly<Record<string, AlarmPoints>>;
}

/** Minutes that CloudWatch takes to have the data of a minute and to evaluate an alarm on it: docs/alarms.md */
const PUBLICATION_MINUTES = 2;

/**
 * The window of an alarm: minutes from the beginning of an incident until the alarm can be in ALARM. Points slide with each
 * evaluation, every minute, so the first one that breaches may hold one minute of the incident; each further one is a period later.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
const windowMinutes = ({ breaching, periodSeconds }: AlarmPoints): number =>
  ((breaching - 1) * periodSeconds) / 60 + 1 + PUBLICATION_MINUTES;

/**
 * Judged requests of a step from which the alarm quiet-failed-requests does not matter to its length: fewer than
 * {@link MIN_REQUESTS_PER_MINUTE} a minute, which it alone judges, take longer than its window to sum to these.
 */
export const REQUESTS_PAST_QUIET =
  MIN_REQUESTS_PER_MINUTE * windowMinutes(releaseAlarmPoints(0)["quiet-failed-requests"]);

/**
 * Minutes that a step has to bake, so that each release alarm can be in ALARM before the next step: the longest window, and
 * the alarm that it is of.
 */
export function leastBakeMinutes(
  healthCheckGracePeriodSeconds: number,
  minRequests: number,
): { readonly minutes: number; readonly alarm: string } {
  const windows = Object.entries(releaseAlarmPoints(healthCheckGracePeriodSeconds))
    .filter(([alarm]) => alarm !== "quiet-failed-requests" || minRequests < REQUESTS_PAST_QUIET)
    .map(([alarm, points]) => ({ alarm, minutes: windowMinutes(points) }));
  return windows.reduce((longest, each) => (each.minutes > longest.minutes ? each : longest));
}
