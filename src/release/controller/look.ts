import { COLORS, type Color, otherColor, type PerColor } from "./color";
import type { ReleaseDocument } from "./document";

/** Targets of a color, as the load balancer finds them. */
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
 * What one look at the environment showed. A part that could not be seen is missing, and `unknown` says why: that is never
 * taken for good news.
 */
export interface Look {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly listenerArn?: string;
  /** Green's weight on the listener in percent; `no weights` where it does something else than forward to the colors. */
  readonly live?: number | "no weights";
  /** What it does besides forwarding by weights, which counts as no weights. @default - nothing */
  readonly besides?: readonly string[];
  /** Green's weight in the parameter; `no weight` where its value is none, or it is gone. */
  readonly recorded?: number | "no weight";
  readonly targets: Partial<PerColor<Targets>>;
  /** State of each release alarm; one that does not exist has none. */
  readonly alarms?: Readonly<Record<string, string>>;
  /** Requests to the candidate in whole minutes since the step was reached. */
  readonly requests?: number;
  /** `nobody`, or who holds it. */
  readonly lock?: LockHolder | "nobody";
  /** Why parts are missing. */
  readonly unknown: readonly string[];
}

/** Whether a color can take a share of the traffic. */
export type Ability = "yes" | "no" | "unknown";

/**
 * Whether a color may get this share of the traffic, on the way forward: it needs as many healthy targets as the larger color
 * has, times the share, and at least one.
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
 * Whether a color can get all traffic on the way back. Without a registered target it answers 503 to everything. With targets of
 * which none is healthy, Elastic Load Balancing fails open and asks all of them: better only where the other color is no better.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function canTakeBack({ targets }: Look, color: Color): boolean {
  const [own, other] = [targets[color], targets[otherColor(color)]];
  if (own === undefined) return true; // what cannot be seen does not keep bad traffic where it is
  if (own.registered === 0) return false;
  return own.healthy > 0 || other === undefined || other.healthy === 0;
}

/** Release alarms that are in ALARM. */
export const inAlarm = ({ alarms = {} }: Look): string[] =>
  Object.keys(alarms).filter((name) => alarms[name] === "ALARM");

/** Whether everything that a release goes forward by was seen. */
export const isWhole = (look: Look, alarms: readonly string[]): boolean =>
  look.live !== undefined &&
  look.targets.blue !== undefined &&
  look.targets.green !== undefined &&
  alarms.every((name) => look.alarms?.[name] !== undefined);

/** Green's weight, where the listener has one. */
export const liveWeight = ({ live }: Look): number | undefined =>
  typeof live === "number" ? live : undefined;

/** Who holds the environment, and what for. */
export const holding = ({ who, operation }: LockHolder): string =>
  `${who} holds the environment for a ${operation}`;

/** Targets of both colors, in words. */
export const targetWords = ({ targets }: Look): string =>
  COLORS.map(
    (color) => `${color} ${targets[color]?.healthy ?? "?"} healthy of ${targets[color]?.registered ?? "?"}`,
  ).join(", ");

/** Whether the environment that was seen is the one that the document is of. An unknown listener is taken for the known one. */
export const isOf = ({ listenerArn }: Look, document: ReleaseDocument): boolean =>
  listenerArn === undefined || listenerArn === document.listenerArn;

/** What a color runs. */
export interface Runs {
  readonly image: string;
  readonly taskDefinition: string;
  readonly running: number;
  readonly desired: number;
  /** Why it cannot be said that this is what was deployed last. */
  readonly problems: readonly string[];
  /** How an earlier deployment failed, where the color runs what was deployed last all the same. @default - none did */
  readonly earlier?: string;
}

/** A look for a command that begins something. */
export interface WideLook extends Look {
  /** @default - it could not be seen */
  readonly runs?: PerColor<Runs>;
}
