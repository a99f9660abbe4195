/** CloudWatch's settings of an alarm: evaluation periods (`of`), datapoints to alarm (`breaching`), and period. */
export interface AlarmPoints {
  readonly breaching: number;
  readonly of: number;
  readonly periodSeconds: number;
}

/** If a minute has fewer requests than this number, the alarms failed-requests and p99-latency have no data for that minute. */
export const MIN_REQUESTS_PER_MINUTE = 10;

/**
 * Returns the evaluation periods, datapoints to alarm, and period of each release alarm. (A release alarm stops a release and sends traffic
 * back.)
 *
 * @param healthCheckGracePeriodSeconds the seconds after a task's start during which ECS ignores failed health checks
 */
export function releaseAlarmPoints(healthCheckGracePeriodSeconds: number) {
  const starting = Math.max(1, Math.ceil(healthCheckGracePeriodSeconds / 60)); // minutes
  return {
    "failed-requests": { breaching: 3, of: 5, periodSeconds: 60 },
    // An incident of at most five minutes, such as a failover, affects at most two data points.
    "quiet-failed-requests": { breaching: 3, of: 4, periodSeconds: 300 },
    "p99-latency": { breaching: 3, of: 5, periodSeconds: 60 },
    // A task that is starting also counts as unhealthy, at most until the grace period ends.
    "unhealthy-hosts": { breaching: starting + 2, of: starting + 4, periodSeconds: 60 },
    // Autoscaling may double the desired count every few minutes, and new tasks take time to start.
    "running-tasks": { breaching: 8, of: 10, periodSeconds: 60 },
  } as const satisfies Readonly<Record<string, AlarmPoints>>;
}

/** The minutes that CloudWatch needs to receive a minute's data and to evaluate an alarm. See docs/alarms.md. */
const PUBLICATION_MINUTES = 2;

/**
 * Returns an alarm's window. The window is the number of minutes from the beginning of an incident until the alarm can be in ALARM.
 * The window is the sum of three times:
 *
 * - One minute until the first breaching data point. CloudWatch evaluates the alarm every minute. At each evaluation, the newest data point
 *   covers the period that ends at this time. So one minute of the incident can be enough for a breaching data point.
 * - One period for each further breaching data point.
 * - {@link PUBLICATION_MINUTES}.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
const windowMinutes = ({ breaching, periodSeconds }: AlarmPoints): number =>
  ((breaching - 1) * periodSeconds) / 60 + 1 + PUBLICATION_MINUTES;

/**
 * If the setting `release.minRequests` is at least this number, the minimum bake time does not depend on the alarm
 * quiet-failed-requests. This alarm is necessary only in quiet minutes, for which the other alarms on requests have no data. A quiet minute
 * has fewer than {@link MIN_REQUESTS_PER_MINUTE} requests. A step ends only after
 * `release.minRequests` requests. If all its minutes are quiet, that many requests take longer than this alarm needs to go to ALARM.
 */
export const REQUESTS_PAST_QUIET =
  MIN_REQUESTS_PER_MINUTE * windowMinutes(releaseAlarmPoints(0)["quiet-failed-requests"]);

/**
 * Returns the minimum bake time of a release's step. This is the time that the slowest release alarm needs to go to ALARM. If the parameter
 * `minRequests` is at least {@link REQUESTS_PAST_QUIET}, the function ignores the alarm quiet-failed-requests.
 *
 * @returns `minutes`: the minimum bake time. `alarm`: the name of the slowest release alarm
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
