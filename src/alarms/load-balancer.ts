import { COLORS, type Color } from "../naming/color";
import { drawn, type Published } from "./published";
import type { Situation } from "./situation";

const { floor } = Math; // in a variable, because access to a global is slow in Jest, and the function below runs for each request

/**
 * The moment at which the load balancer counts a request in the metric `RequestCount`. AWS does not document this moment. So each incident
 * is simulated with both possible moments.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export type Counted = "when its target is chosen" | "when it ends";

/** The conditions under which an incident is simulated. */
export interface Conditions {
  readonly counted: Counted;
  /** The value that Container Insights publishes for a service without running tasks. AWS does not document it. */
  readonly noTasks: "0" | "nothing";
  /** The seconds that the load balancer waits for an answer before it ends a request. */
  readonly idleTimeoutSeconds: number;
  /** The seed of the random numbers: the same seed gives the same numbers. */
  readonly seed: number;
}

export const ALB = "AWS/ApplicationELB";

/** One way in which a request can end after the load balancer has chosen a target for the request. */
interface Ending {
  /** The share, from 0 to 1, of a color's requests that end as the field `ends` says. */
  readonly share: number;
  readonly ends: "2XX" | "3XX" | "4XX" | "5XX" | "hang" | "reset" | "refused" | "hung up";
  /** The duration, in seconds, of a request that ends as the field `ends` says. */
  readonly seconds: number;
}

/**
 * Simulates the requests that begin in one minute. The function adds the load balancer's metrics of these requests to the objects that
 * `inMinutes` returns. If a request ends some minutes later, its end is counted in the metrics of the later minute.
 *
 * @param inMinutes a function that returns the object with the metrics of a minute. Its argument is 0 for the minute in which the requests
 * begin, 1 for the next minute, and so on
 */
export function loadBalancer(
  situation: Situation,
  { counted, idleTimeoutSeconds }: Conditions,
  random: () => number,
  inMinutes: (minutes: number) => Published,
): void {
  const now = inMinutes(0);
  const { requests, green, tasks, blocked } = situation;
  for (const color of COLORS) {
    const targets = tasks[color].healthy + tasks[color].unhealthy;
    const share = (color === "green" ? green : 100 - green) / 100;
    const asked = drawn(requests * share * (1 - blocked), random);
    if (targets === 0) {
      // If no targets are registered, the load balancer answers 503 and chooses no target.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
      if (asked > 0) now.count(ALB, "HTTPCode_ELB_5XX_Count", "load balancer", asked);
      continue;
    }
    // If targets are registered, AWS publishes RequestCount even if there are no requests.
    if (counted === "when its target is chosen" || asked === 0) requested(now, color, asked);
    const ended = new Map<number, Map<Ending, number>>(); // keys: minutes from this minute
    const possible = endingsOf(situation, color, idleTimeoutSeconds);
    for (let request = 0; request < asked; request += 1) {
      const ending = pick(possible, random);
      const minutes = floor((random() * 60 + ending.seconds) / 60);
      const then = ended.get(minutes) ?? new Map<Ending, number>();
      ended.set(minutes, then.set(ending, (then.get(ending) ?? 0) + 1));
    }
    for (const [minutes, then] of ended) {
      const minute = inMinutes(minutes);
      for (const [ending, times] of then) {
        if (counted === "when it ends") requested(minute, color, times);
        leaves(minute, color, ending, times);
      }
    }
  }
}

function requested(minute: Published, color: Color, times: number): void {
  for (const subject of [color, "load balancer"]) minute.count(ALB, "RequestCount", subject, times);
}

/** Returns the ways in which requests to a color can end. The sum of their shares is 1. */
function endingsOf(
  { behavior, hangUps }: Situation,
  color: Color,
  idleTimeoutSeconds: number,
): readonly Ending[] {
  const { error, hang, reset, refused, redirected, denied, seconds, slow } = behavior[color];
  const left = Math.max(0, 1 - hangUps - error - hang - reset - refused);
  const answered = (share: number, ends: Ending["ends"], after: number): Ending =>
    after < idleTimeoutSeconds
      ? { share: share * left, ends, seconds: after }
      : { share: share * left, ends: "hang", seconds: idleTimeoutSeconds };
  return [
    answered(0.99 - redirected - denied - slow, "2XX", seconds),
    answered(0.01, "2XX", seconds * 10),
    answered(slow, "2XX", 5),
    answered(redirected, "3XX", seconds),
    answered(denied, "4XX", seconds),
    { share: hangUps, ends: "hung up", seconds: Math.min(seconds, 5) },
    { share: error, ends: "5XX", seconds: 0.05 },
    { share: reset, ends: "reset", seconds: 0.05 },
    { share: refused, ends: "refused", seconds: 0 },
    { share: hang, ends: "hang", seconds: idleTimeoutSeconds },
  ];
}

function pick(endings: readonly Ending[], random: () => number): Ending {
  let left = random();
  return (
    endings.find(({ share }) => {
      left -= share;
      return left < 0;
    }) ?? (endings[0] as Ending)
  );
}

/**
 * Adds requests with the same ending to the metrics. The parameter `times` is the number of these requests. If the load balancer itself
 * answers a request (460, 502 or 504), it counts its answer in metrics without the dimension TargetGroup. Such a request adds no sample to
 * TargetResponseTime, because the target did not answer. In the access log, the target_processing_time of such a request is -1.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
function leaves(minute: Published, color: Color, { ends, seconds }: Ending, times: number): void {
  switch (ends) {
    case "2XX":
    case "3XX":
    case "4XX":
    case "5XX":
      minute.count(ALB, `HTTPCode_Target_${ends}_Count`, color, times);
      minute.sample(ALB, "TargetResponseTime", color, seconds, times);
      break;
    case "hung up": // 460
      minute.count(ALB, "HTTPCode_ELB_4XX_Count", "load balancer", times);
      break;
    case "refused":
      minute.count(ALB, "TargetConnectionErrorCount", color, times);
      minute.count(ALB, "HTTPCode_ELB_5XX_Count", "load balancer", times);
      break;
    case "hang": // 504
    case "reset": // 502
      minute.count(ALB, "HTTPCode_ELB_5XX_Count", "load balancer", times);
      break;
  }
}
