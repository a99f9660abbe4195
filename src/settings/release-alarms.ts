/** How an alarm judges: the number of evaluated data points, how many of them have to breach, and the period of each in seconds. */
export interface AlarmPoints {
  readonly breaching: number;
  readonly of: number;
  readonly periodSeconds: number;
}

/** The least requests a minute that an alarm with a period of one minute judges. */
export const MIN_REQUESTS_PER_MINUTE = 10;

/** The data points of each release alarm of a color. @param healthCheckGracePeriodSeconds the time that ECS gives a task to start */
export function releaseAlarmPoints(healthCheckGracePeriodSeconds: number) {
  const starting = Math.max(1, Math.ceil(healthCheckGracePeriodSeconds / 60)); // minutes
  return {
    "failed-requests": { breaching: 3, of: 5, periodSeconds: 60 },
    // An event of five minutes or less, such as a failover, touches two data points at most.
    "quiet-failed-requests": { breaching: 3, of: 4, periodSeconds: 300 },
    "p99-latency": { breaching: 3, of: 5, periodSeconds: 60 },
    // A starting task is unhealthy too, for at most the grace period.
    "unhealthy-hosts": { breaching: starting + 2, of: starting + 4, periodSeconds: 60 },
    // Autoscaling may double the desired count every few minutes.
    "running-tasks": { breaching: 8, of: 10, periodSeconds: 60 },
  } as const satisfies Readonly<Record<string, AlarmPoints>>;
}

/** Minutes that CloudWatch takes to receive a minute's data and to evaluate an alarm: docs/alarms.md */
const PUBLICATION_MINUTES = 2;

/**
 * The window of an alarm: minutes from the beginning of an incident until the alarm can be in ALARM. Data points slide with each
 * evaluation, every minute, so the first breaching data point may hold one minute of the incident; each further data point is a
 * period later.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
const windowMinutes = ({ breaching, periodSeconds }: AlarmPoints): number =>
  ((breaching - 1) * periodSeconds) / 60 + 1 + PUBLICATION_MINUTES;

/**
 * The number of judged requests of a step at which the alarm quiet-failed-requests needs no longer step. That alarm alone judges
 * minutes with fewer than {@link MIN_REQUESTS_PER_MINUTE} requests, and at that rate so many requests take longer than the
 * alarm's window.
 */
export const REQUESTS_PAST_QUIET =
  MIN_REQUESTS_PER_MINUTE * windowMinutes(releaseAlarmPoints(0)["quiet-failed-requests"]);

/**
 * The least minutes of a step, so that each release alarm can be in ALARM before the next step: the longest window, with the
 * alarm's name.
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
