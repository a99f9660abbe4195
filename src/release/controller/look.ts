import { COLORS, type Color, otherColor, type PerColor } from "./color";
import type { ReleaseDocument } from "./document";

/** How many targets of a color are registered, and how many are healthy. The load balancer reports both numbers. */
export interface Targets {
  readonly registered: number;
  readonly healthy: number;
}

/** The holder of the environment's lock. */
export interface LockHolder {
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  /** The time since which the holder has the lock, in milliseconds since 1970. */
  readonly since: number;
}

/**
 * The result of one look, in which the controller or a command reads the environment's state once. A part that could not be read is
 * missing, and `unknown` says why. A missing part never counts as healthy.
 */
export interface Look {
  /** The time of the look, in milliseconds since 1970. */
  readonly now: number;
  readonly listenerArn?: string;
  /** Green's weight on the listener in percent; `no weights` if the listener does not forward to the colors. */
  readonly live?: number | "no weights";
  /**
   * Actions and features of the listener besides forwarding by weights, such as stickiness. If the listener has any of them, `live` is
   * `no weights`. @default - none
   */
  readonly besides?: readonly string[];
  /** Green's weight in the SSM parameter; `no weight` if the parameter does not exist or its value is not a weight. */
  readonly recorded?: number | "no weight";
  readonly targets: Partial<PerColor<Targets>>;
  /** The states of the release alarms. The keys are the alarms' names. An alarm that does not exist has no entry. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** Number of requests to the candidate in the complete minutes since the listener got the step's weight. */
  readonly requests?: number;
  /** The holder of the environment's lock, or `nobody`. */
  readonly lock?: LockHolder | "nobody";
  /** The parts that could not be read, each with the reason. */
  readonly unknown: readonly string[];
}

/** `yes` if a color can take a share of the traffic, `no` if it cannot, `unknown` if the targets could not be read. */
export type Ability = "yes" | "no" | "unknown";

/**
 * Tells whether a color can get `share` percent of the traffic when a release goes forward. The color needs a minimum number of healthy
 * targets. The minimum is `share` percent of blue's or green's number of healthy targets, whichever number is higher, but at least 1. For
 * example, if blue has 4 healthy targets, green has 3, and `share` is 50, each color needs 2.
 */
export function canTakeForward({ targets }: Look, color: Color, share: number): Ability {
  const [own, other] = [targets[color], targets[otherColor(color)]];
  if (share === 0) return "yes";
  if (own === undefined || other === undefined) return "unknown";
  return own.healthy >= neededTargets(own, other, share) ? "yes" : "no";
}

export const neededTargets = (own: Targets, other: Targets, share: number): number =>
  Math.max(1, Math.ceil((share * Math.max(own.healthy, other.healthy)) / 100));

/**
 * Returns true if a color can get all traffic in a rollback. The answer depends on the color's targets:
 *
 * - At least one target is healthy: true.
 * - Targets are registered, but none is healthy, and the other color has a healthy target: false.
 * - Targets are registered, but none is healthy, and no target of the other color is known to be healthy: true. If a color has traffic but
 *   no healthy target, Elastic Load Balancing sends the color's requests to all registered targets of the color (it fails open).
 * - No target is registered: false. The load balancer would answer 503 to every request.
 * - The targets could not be read: true.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function canTakeBack({ targets }: Look, color: Color): boolean {
  const [own, other] = [targets[color], targets[otherColor(color)]];
  if (own === undefined) return true; // a rollback must not fail because the targets cannot be read
  if (own.registered === 0) return false;
  return own.healthy > 0 || other === undefined || other.healthy === 0;
}

/** Returns the names of the alarms that are in ALARM. */
export const inAlarm = ({ alarms = {} }: Look): string[] =>
  Object.keys(alarms).filter((name) => alarms[name] === "ALARM");

/** Returns true if a look (one reading of the environment) contains every part that has to be known before traffic goes forward. */
export const isWhole = (look: Look, alarms: readonly string[]): boolean =>
  look.live !== undefined &&
  look.targets.blue !== undefined &&
  look.targets.green !== undefined &&
  alarms.every((name) => look.alarms?.[name] !== undefined);

/** Returns green's weight on the listener; `undefined` if the listener has no weights or could not be read. */
export const liveWeight = ({ live }: Look): number | undefined =>
  typeof live === "number" ? live : undefined;

/** Returns a text that says who holds the environment's lock, and for which operation. */
export const holding = ({ who, operation }: LockHolder): string =>
  `${who} holds the environment for a ${operation}`;

/** Returns a text about both colors' targets, such as `blue 2 healthy of 2, green 1 healthy of 3`. */
export const targetWords = ({ targets }: Look): string =>
  COLORS.map(
    (color) => `${color} ${targets[color]?.healthy ?? "?"} healthy of ${targets[color]?.registered ?? "?"}`,
  ).join(", ");

/**
 * Compares the listener's ARN in a look (one reading of the environment) with the listener's ARN in the release document. Returns true if
 * the ARNs are equal. If the listener could not be read, the look has no ARN, and the function returns true too.
 */
export const isOf = ({ listenerArn }: Look, document: ReleaseDocument): boolean =>
  listenerArn === undefined || listenerArn === document.listenerArn;

/** The tasks and the image of a color. */
export interface Runs {
  readonly image: string;
  readonly taskDefinition: string;
  readonly running: number;
  readonly desired: number;
  /** A sentence for each sign that the color's service does not run the configured task definition. */
  readonly problems: readonly string[];
  /**
   * A sentence that says how the newest deployment of the color's service failed. If the service does not run the configured task
   * definition, `problems` reports the failure instead.
   * @default - the newest deployment did not fail, or `problems` reports the failure
   */
  readonly earlier?: string;
}

/** A look that also contains the tasks and the images of both colors. */
export interface WideLook extends Look {
  /** The tasks and the image of each color. @default - they were not read, or could not be read */
  readonly runs?: PerColor<Runs>;
}
