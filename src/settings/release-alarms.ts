/** CloudWatch's evaluation periods (`of`), datapoints to alarm (`breaching`), and period of an alarm. */
export interface AlarmPoints {
  readonly breaching: number;
  readonly of: number;
  readonly periodSeconds: number;
}

/** In a minute with fewer requests than this, alarms with a period of one minute have no data. */
export const MIN_REQUESTS_PER_MINUTE = 10;

/**
 * The data points of each release alarm of a color.
 *
 * @param healthCheckGracePeriodSeconds seconds after the start of a task in which ECS ignores failed health checks
 */
export function releaseAlarmPoints(healthCheckGracePeriodSeconds: number) {
  const starting = Math.max(1, Math.ceil(healthCheckGracePeriodSeconds / 60)); // minutes
  return {
    "failed-requests": { breaching: 3, of: 5, periodSeconds: 60 },
    // An event of at most five minutes, such as a failover, affects at most two data points.
    "quiet-failed-requests": { breaching: 3, of: 4, periodSeconds: 300 },
    "p99-latency": { breaching: 3, of: 5, periodSeconds: 60 },
    // A starting task counts as unhealthy too, at most during the grace period.
    "unhealthy-hosts": { breaching: starting + 2, of: starting + 4, periodSeconds: 60 },
    // Autoscaling may double the desired count every few minutes, and new tasks take time to start.
    "running-tasks": { breaching: 8, of: 10, periodSeconds: 60 },
  } as const satisfies Readonly<Record<string, AlarmPoints>>;
}

/** Minutes that CloudWatch takes to receive a minute's data and to evaluate an alarm: docs/alarms.md */
const PUBLICATION_MINUTES = 2;

/**
 * The window of an alarm: minutes from the beginning of an incident until the alarm can be in ALARM. CloudWatch evaluates the alarm every
 * minute, with data points that end at that minute. So the first breaching data point may contain only one minute of the incident, and
 * each further data point ends one period later.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
const windowMinutes = ({ breaching, periodSeconds }: AlarmPoints): number =>
  ((breaching - 1) * periodSeconds) / 60 + 1 + PUBLICATION_MINUTES;

/**
 * If `release.minRequests` is at least this number, a step may be shorter than the alarm quiet-failed-requests needs to go to ALARM. Only
 * this alarm judges minutes with fewer than {@link MIN_REQUESTS_PER_MINUTE} requests. If requests are so rare, a step that waits for this
 * number of requests is longer than the alarm needs in any case.
 */
export const REQUESTS_PAST_QUIET =
  MIN_REQUESTS_PER_MINUTE * windowMinutes(releaseAlarmPoints(0)["quiet-failed-requests"]);

/**
 * The minimum length of a step, so that each release alarm can go to ALARM before the next step.
 *
 * @returns the longest window of all release alarms, in minutes, and the name of its alarm
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
