import { alarmNames } from "../naming/alarm-names";
import { COLORS } from "../release/controller/color";
import type { Health, Part } from "./health";

/** `there`: AWS described the resource. `gone`: AWS said that it does not exist. `unknown`: it could not be read. */
export type Sign = "there" | "gone" | "unknown";

/** For each missing resource: a pattern for the error of AWS, and the sentence that the status page shows in place of the error. */
const MISSING = {
  cluster: { reason: /^ClusterNotFoundException:/, sentence: "the ECS cluster does not exist" },
  loadBalancer: {
    reason: /^LoadBalancerNotFound(Exception)?:/,
    sentence: "the load balancer does not exist",
  },
  listener: {
    reason: /^Error: \S+ has no listener for requests$/,
    sentence: "the load balancer has no listener for requests",
  },
  database: { reason: /^DBClusterNotFoundFault:/, sentence: "the database cluster does not exist" },
} as const;

const is = (part: Part<unknown>, { reason }: { readonly reason: RegExp }): boolean =>
  "unseen" in part && reason.test(part.unseen);

/** Returns the resources by which `npm run status` recognizes that an environment is deployed, and whether each exists. */
export function existing({ suffix, colors, weights, targets, database, alarms }: Health): {
  readonly [resource: string]: Sign;
} {
  const sign = (isGone: boolean, isThere: boolean): Sign => (isGone ? "gone" : isThere ? "there" : "unknown");
  const every = (part: Health["colors"] | Health["targets"]) =>
    "seen" in part && COLORS.every((color) => part.seen[color] === "none");
  // The team creates its own release alarms, so these exist without the environment.
  const own = "seen" in alarms ? alarmNames(suffix).filter((name) => alarms.seen[name] !== undefined) : [];
  return {
    // For some time, ECS still describes a deleted cluster. So a cluster without services is no sign of a deployment.
    "ECS service": sign(every(colors) || is(colors, MISSING.cluster), "seen" in colors),
    // The load balancer is read before the target groups and the listener, so it exists if one of these is missing.
    "load balancer": sign(
      is(weights, MISSING.loadBalancer),
      "seen" in weights ||
        is(weights, MISSING.listener) ||
        is(weights, { reason: /^TargetGroupNotFound(Exception)?:/ }),
    ),
    "target group": sign(every(targets), "seen" in targets),
    "database cluster": sign(is(database, MISSING.database), "seen" in database),
    alarm: sign("seen" in alarms && own.length === 0, own.length > 0),
  };
}

/**
 * Returns, for each part of the environment that does not exist, a sentence that says so, and a pattern for the error of AWS. The status
 * page shows the sentence in place of the error.
 */
export function gone({ colors, weights, targets, database }: Health): readonly {
  readonly sentence: string;
  readonly reason: RegExp;
}[] {
  const { cluster, loadBalancer, listener, database: noDatabase } = MISSING;
  return [
    ...(is(colors, cluster) ? [cluster] : []),
    ...[loadBalancer, listener].filter((it) => is(weights, it)),
    ...("seen" in targets ? COLORS.filter((color) => targets.seen[color] === "none") : []).map((color) => ({
      sentence: `${color} has no target group`,
      reason: /^TargetGroupNotFound(Exception)?:/,
    })),
    ...(is(database, noDatabase) ? [noDatabase] : []),
  ];
}
