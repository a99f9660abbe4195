import { COLORS } from "../release/controller/color";
import type { Health, Part } from "./health";

/**
 * The exit codes of `npm run status`. `healthy`: no problem. `wrong`: a problem was found. `nothing`: nothing is deployed. `unseen`: a part
 * could not be read.
 */
export const STATUS_EXIT = { healthy: 0, wrong: 3, nothing: 4, unseen: 8 } as const;

/** The result of {@link judge}: whether an environment is healthy, and its problems. */
export interface Verdict {
  readonly kind: keyof typeof STATUS_EXIT;
  /** A sentence for each problem. */
  readonly wrong: readonly string[];
  /** The parts that could not be read, each with the reason, such as AWS's message about a missing permission. */
  readonly unseen: readonly string[];
}

/**
 * Matches errors about missing resources. The load balancer and the target groups are read at the same time. So the error may be about the
 * load balancer or about a target group.
 */
const NOT_THERE =
  /^(ClusterNotFoundException|(LoadBalancer|TargetGroup)NotFound(Exception)?|DBClusterNotFoundFault):/;

/** Decides whether an environment is healthy. */
export function judge(health: Health): Verdict {
  const { colors, weights, alarms, database } = health;
  const parts: Readonly<Record<string, Part<unknown>>> = {
    "what runs": colors,
    weights,
    alarms,
    "the last release": health.release,
    "the database": database,
    "the address": health.url,
    "the cost": health.monthlyCost,
  };
  const unseen = Object.entries(parts).flatMap(([what, it]) =>
    "unseen" in it ? [`${what}: ${it.unseen}`] : [],
  );
  const isGone = (it: Part<unknown>) => "unseen" in it && NOT_THERE.test(it.unseen);
  const noService = "seen" in colors && COLORS.every((color) => colors.seen[color] === "none");
  if ((noService || isGone(colors)) && isGone(weights) && isGone(database)) {
    return { kind: "nothing", wrong: [], unseen: [] };
  }
  const wrong = [...wrongColors(health), ...wrongDatabase(health), ...inAlarm(health)];
  return { kind: wrong.length > 0 ? "wrong" : unseen.length > 0 ? "unseen" : "healthy", wrong, unseen };
}

function wrongColors({ colors, weights }: Health): readonly string[] {
  const shares = "seen" in weights ? weights.seen : undefined;
  const none = shares === "none" ? ["the listener forwards to no color"] : [];
  if ("unseen" in colors) return none;
  const each = COLORS.flatMap((color) => {
    const it = colors.seen[color];
    const share = shares === undefined || shares === "none" ? undefined : shares[color];
    const gets = share ? `, and gets ${share} % of the requests` : "";
    if (it === "none") return [`${color} has no service${gets}`];
    if (it.rollout === "FAILED") return [`the newest deployment of ${color} failed`];
    if (it.running >= it.desired && (it.running > 0 || !share)) return [];
    return [`${color} runs ${it.running} of ${it.desired} tasks${gets}`];
  });
  return [...none, ...each];
}

function wrongDatabase({ database }: Health): readonly string[] {
  if ("unseen" in database) return [];
  const { status, members } = database.seen;
  return [
    ...(status === "available" ? [] : [`the database cluster is ${status}`]),
    ...(members.some(({ role }) => role === "writer") ? [] : ["the database has no writer"]),
    ...members
      .filter((it) => it.status !== "available")
      .map(({ name, role, status: is }) => `${name}, the database's ${role}, is ${is}`),
  ];
}

const inAlarm = ({ alarms }: Health): readonly string[] =>
  "unseen" in alarms
    ? []
    : Object.keys(alarms.seen).length === 0
      ? ["the environment has no alarms"]
      : Object.keys(alarms.seen)
          .filter((name) => alarms.seen[name] === "ALARM")
          .map((name) => `${name} is in ALARM`);
