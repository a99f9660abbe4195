import { colorOf } from "../review/color-of";
import { forwardingOf } from "../review/forwarding";
import {
  type Attributes,
  actionOf,
  blocksOf,
  isObject,
  type Json,
  type ResourceChange,
} from "../review/terraform-plan";
import type { RecordedTraffic } from "../review/traffic-record";
import { RefusedError } from "../terminal/refused";

/**
 * For each resource type, a function that returns some settings with their values. A change of one of these settings can make requests
 * fail.
 */
const CHANGES: Readonly<
  Record<string, (of: Attributes) => Readonly<Record<string, readonly (Json | undefined)[]>>>
> = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
  aws_lb_target_group: ({ health_check }) => ({
    healthCheckPath: blocksOf(health_check).map(({ path }) => path),
  }),
  aws_ecs_service: ({ load_balancer }) => ({
    containerPort: blocksOf(load_balancer).map(({ container_port }) => container_port),
  }),
  aws_appautoscaling_target: ({ min_capacity, max_capacity }) => ({
    minTasks: [min_capacity],
    maxTasks: [max_capacity],
  }),
};

/** Settings for which only a lower value is dangerous. */
const FEWER: readonly string[] = ["minTasks", "maxTasks"];

/** Input of {@link refuseOnLiveColors}. */
export interface LivePlan {
  readonly suffix: string;
  readonly changes: readonly ResourceChange[];
  /** The traffic weights at the time of the plan. */
  readonly traffic: Pick<RecordedTraffic, "weights">;
  /** Terraform addresses of the resources whose interruption the user has allowed with `--allow`. */
  readonly allowed: readonly string[];
}

/**
 * Refuses some changes of a live color, because these changes can cause failed requests. A color is live if the listener's present weights
 * send requests to it; the configured weights do not count. Three changes are refused:
 * - another health check path, because it applies to all running tasks at the same moment
 * - another container port, because ECS then replaces all tasks by tasks that were never tested on the new port
 * - a lower number of tasks, because fewer tasks then serve the same requests
 *
 * The user can deploy such a change to the color without traffic first, and then move the traffic to that color by a release.
 *
 * @throws RefusedError with the settings, the share of the requests, and two ways to continue: a release, or `--allow`
 */
export function refuseOnLiveColors({ suffix, changes, traffic, allowed }: LivePlan): void {
  const target_group = Object.entries(traffic.weights).map(([arn, weight]) => ({ arn, weight }));
  const shares = forwardingOf([{ forward: [{ target_group }] }], suffix)?.shares;
  const found = changes.flatMap((it) => {
    const color = colorOf(it, suffix);
    const share = color && shares?.[color];
    const { before, after } = it.change;
    if (!color || !share || allowed.includes(it.address) || actionOf(it) !== "update") return [];
    const of = CHANGES[it.type];
    if (of === undefined || !isObject(before) || !isObject(after)) return [];
    const [was, becomes] = [of(before), of(after)];
    return Object.entries(was).flatMap(([setting, values]) =>
      values.flatMap((value, index) => {
        const next = becomes[setting]?.[index];
        const isMeant = FEWER.includes(setting) ? Number(next) < Number(value) : next !== value;
        return isMeant ? [{ address: it.address, color, share, setting, value, next }] : [];
      }),
    );
  });
  if (found.length === 0) return;
  const lines = found.map(
    ({ color, share, setting, value, next }) =>
      `application.${color}.${setting} ${value} → ${next}: ${color} gets ${share} % of the requests, and some of them may fail`,
  );
  const addresses = [...new Set(found.map(({ address }) => address))];
  throw new RefusedError(
    [
      ...lines,
      "deploy the change to the color without traffic, and release that color (docs/runbooks/release.md); for fewer tasks, move the traffic away first",
      `to accept failed requests, add --allow ${addresses.join(" ")}; in a pull request, write a line "Allow-destroy: <address>" for each`,
    ].join("\n  "),
  );
}
