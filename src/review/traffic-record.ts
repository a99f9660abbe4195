import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { weightParameterName } from "../naming/weight-parameter";
import { forwards } from "../release/controller/traffic";
import { findListeners, readParameter } from "../release/traffic-control";
import { type RecordedListener, readListeners } from "./recorded-listeners";

/** The state of an environment's traffic at the time when a plan was made. A deployment applies the plan only if this state has not changed. */
export interface RecordedTraffic {
  /** The SSM parameter with the traffic weights (weight parameter); null if it does not exist. */
  readonly parameter: { readonly version: number; readonly value: string } | null;
  /** The listener's weight for each target group. The keys are ARNs of target groups. The object is empty if there is no listener. */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * Every listener of the load balancer with its rules, including listeners and rules that somebody created by hand.
   *
   * @default - unknown, because the role that made the plan may not list rules
   */
  readonly listeners?: readonly RecordedListener[];
}

export async function readTraffic(
  elb: ElasticLoadBalancingV2Client,
  ssm: SSMClient,
  suffix: string,
): Promise<RecordedTraffic> {
  const [parameter, found] = await Promise.all([
    readParameter(ssm, weightParameterName(suffix)),
    findListeners(elb, suffix),
  ]);
  const listeners = await readListeners(elb, found.listeners, suffix);
  return {
    parameter:
      parameter === undefined ? null : { version: parameter.Version ?? 0, value: parameter.Value ?? "" },
    weights: Object.fromEntries(
      forwards(found.listeners.find((it) => forwards(it).length > 0))
        .map(({ TargetGroupArn = "", Weight = 0 }) => [TargetGroupArn, Weight] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
    ...(listeners !== undefined && { listeners }),
  };
}
