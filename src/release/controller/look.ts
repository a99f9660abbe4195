import { COLORS, type Color, otherColor, type PerColor } from "./color";
import type { ReleaseDocument } from "./document";

/** The target counts of a color, as the load balancer reports them. */
export interface Targets {
  readonly registered: number;
  readonly healthy: number;
}

/** Who holds the environment's lock. */
export interface LockHolder {
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/**
 * The result of one look at the environment. A part that could not be read is missing, and `unknown` says why; a missing part
 * never counts as good news.
 */
export interface Look {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly listenerArn?: string;
  /** Green's weight on the listener in percent; `no weights` where the listener does not forward to the colors. */
  readonly live?: number | "no weights";
  /** What the listener does besides forwarding by weights; a listener that does more counts as `no weights`. @default - nothing */
  readonly besides?: readonly string[];
  /** Green's weight in the parameter; `no weight` where the parameter's value is none, or the parameter is gone. */
  readonly recorded?: number | "no weight";
  readonly targets: Partial<PerColor<Targets>>;
  /** State of each release alarm; an alarm that does not exist has no entry. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** Requests to the candidate in whole minutes since the step was reached. */
  readonly requests?: number;
  /** The holder of the environment's lock, or `nobody`. */
  readonly lock?: LockHolder | "nobody";
  /** Why parts are missing. */
  readonly unknown: readonly string[];
}

/** Whether a color can take a share of the traffic. */
export type Ability = "yes" | "no" | "unknown";

/**
 * Whether a color may get this share of the traffic on the way forward. It needs at least one healthy target, and the larger
 * color's healthy targets times the share.
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
 * Whether a color can get all traffic on the way back. Without a registered target, the load balancer answers 503 to every
 * request. With no healthy target among registered ones, Elastic Load Balancing fails open and sends requests to all of them,
 * which is better only where the other color has no healthy target either.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function canTakeBack({ targets }: Look, color: Color): boolean {
  const [own, other] = [targets[color], targets[otherColor(color)]];
  if (own === undefined) return true; // unreadable targets must not keep bad traffic where it is
  if (own.registered === 0) return false;
  return own.healthy > 0 || other === undefined || other.healthy === 0;
}

/** Release alarms that are in ALARM. */
export const inAlarm = ({ alarms = {} }: Look): string[] =>
  Object.keys(alarms).filter((name) => alarms[name] === "ALARM");

/** Whether everything was read that a step forward needs. */
export const isWhole = (look: Look, alarms: readonly string[]): boolean =>
  look.live !== undefined &&
  look.targets.blue !== undefined &&
  look.targets.green !== undefined &&
  alarms.every((name) => look.alarms?.[name] !== undefined);

/** Green's weight, where the listener has weights. */
export const liveWeight = ({ live }: Look): number | undefined =>
  typeof live === "number" ? live : undefined;

/** The holder of the environment's lock, and the operation. */
export const holding = ({ who, operation }: LockHolder): string =>
  `${who} holds the environment for a ${operation}`;

/** Targets of both colors, in words. */
export const targetWords = ({ targets }: Look): string =>
  COLORS.map(
    (color) => `${color} ${targets[color]?.healthy ?? "?"} healthy of ${targets[color]?.registered ?? "?"}`,
  ).join(", ");

/** Whether the document belongs to the environment that was read. An unknown listener counts as the document's. */
export const isOf = ({ listenerArn }: Look, document: ReleaseDocument): boolean =>
  listenerArn === undefined || listenerArn === document.listenerArn;

/** The tasks and the image of a color. */
export interface Runs {
  readonly image: string;
  readonly taskDefinition: string;
  readonly running: number;
  readonly desired: number;
  /** Why the color may not run the image that was deployed last. */
  readonly problems: readonly string[];
  /** How an earlier deployment failed, where the color runs the last deployed image all the same. @default - no deployment failed */
  readonly earlier?: string;
}

/** A look for a command that begins something. */
export interface WideLook extends Look {
  /** @default - the color's tasks could not be read */
  readonly runs?: PerColor<Runs>;
}
