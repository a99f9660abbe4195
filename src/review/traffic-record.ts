import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { weightParameterName } from "../naming/weight-parameter";
import { forwards } from "../release/controller/traffic";
import { findListeners, readParameter } from "../release/traffic-control";
import { type RecordedListener, readListeners } from "./recorded-listeners";

/** Exactly where an environment's traffic went while a plan was made: the plan may be applied only while traffic goes the same way. */
export interface RecordedTraffic {
  /** The weight parameter; `null` where there is none. */
  readonly parameter: { readonly version: number; readonly value: string } | null;
  /** Weights on the listener by target group ARN; empty where there is no listener. */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * Every listener of the load balancer with its rules, whoever made them. @default - unknown: the role that made the plan may
   * not list rules
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
