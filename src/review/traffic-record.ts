import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetParametersByPathCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { weightParameterPath } from "../naming/weight-parameter";
import { findListener, targetGroups } from "../release/traffic-control";

/** Where an environment's traffic went at one moment, exactly: a plan made then is good only while this is so. */
export interface RecordedTraffic {
  /** the weight parameter; two while a deploy replaces it, none where nothing is deployed. */
  readonly parameters: readonly { readonly name: string; readonly version: number; readonly value: string }[];
  /** Weights on the listener by target group ARN; empty where there is no listener. */
  readonly weights: Readonly<Record<string, number>>;
}

export async function readTraffic(
  elb: ElasticLoadBalancingV2Client,
  ssm: SSMClient,
  suffix: string,
): Promise<RecordedTraffic> {
  const [{ Parameters = [] }, found] = await Promise.all([
    ssm.send(new GetParametersByPathCommand({ Path: weightParameterPath(suffix) })),
    findListener(elb, suffix),
  ]);
  return {
    parameters: Parameters.map(({ Name = "", Version = 0, Value = "" }) => ({
      name: Name,
      version: Version,
      value: Value,
    })).sort((a, b) => a.name.localeCompare(b.name)),
    weights: Object.fromEntries(
      targetGroups(found?.listener)
        .map(({ TargetGroupArn = "", Weight = 0 }) => [TargetGroupArn, Weight] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  };
}
