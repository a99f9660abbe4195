import {
  type Action,
  DescribeLoadBalancerAttributesCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Color } from "../../naming/color";
import { resourceName } from "../../naming/names";
import { findListener } from "../../release/traffic-control";

export interface TargetGroup {
  readonly color: Color;
  readonly arn: string;
  /** The value of the CloudWatch dimension `TargetGroup`. */
  readonly dimension: string;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** A listener rule. A rule without conditions is the default action. */
export interface Rule {
  readonly header?: { readonly name: string; readonly values: readonly string[] };
  /** CIDR blocks of the clients to which the rule applies. */
  readonly sources?: readonly string[];
  readonly forward: readonly { readonly group: TargetGroup; readonly weight: number }[];
}

/** The configuration with which a load balancer decides where requests go. */
export interface Routing {
  /** The value of the CloudWatch dimension `LoadBalancer`. */
  readonly dimension: string;
  readonly idleTimeoutSeconds: number;
  /** Listener rules in the order of their priorities. The default action is the last. */
  readonly rules: readonly Rule[];
  readonly groups: readonly TargetGroup[];
}

/** Reads the configuration of the load balancer from the emulator. @returns undefined if there is no load balancer or no listener */
export async function readRouting(
  elb: ElasticLoadBalancingV2Client,
  suffix: string,
): Promise<Routing | undefined> {
  const found = await findListener(elb, suffix);
  if (found === undefined) return undefined;
  const { LoadBalancerArn, ListenerArn } = found.listener;
  const [{ Attributes = [] }, { Rules = [] }] = await Promise.all([
    elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    elb.send(new DescribeRulesCommand({ ListenerArn })),
  ]);
  const forwards = Rules.map(({ Actions }) => weightsIn(Actions));
  const arns = new Set(forwards.flatMap((all) => all.map(({ arn }) => arn)));
  const groups = new Map(
    await Promise.all([...arns].map(async (arn) => [arn, await readTargetGroup(elb, suffix, arn)] as const)),
  );
  const idle = Attributes.find(({ Key }) => Key === "idle_timeout.timeout_seconds");
  const priority = (it: string | undefined) => (it === "default" ? Number.POSITIVE_INFINITY : Number(it));
  return {
    dimension: afterSlash(LoadBalancerArn ?? ""),
    idleTimeoutSeconds: Number(idle?.Value ?? 60),
    rules: Rules.map(({ Conditions = [], Priority }, index) => {
      const header = Conditions.find(({ Field }) => Field === "http-header")?.HttpHeaderConfig;
      const sources = Conditions.find(({ Field }) => Field === "source-ip")?.SourceIpConfig?.Values;
      const rule: Rule = {
        ...(header && { header: { name: header.HttpHeaderName ?? "", values: header.Values ?? [] } }),
        ...(sources && { sources }),
        forward: (forwards[index] ?? []).map(({ arn, weight }) => ({
          group: groups.get(arn) as TargetGroup,
          weight,
        })),
      };
      return { priority: priority(Priority), rule };
    })
      .sort((a, b) => a.priority - b.priority)
      .map(({ rule }) => rule),
    groups: [...groups.values()],
  };
}

function weightsIn(actions: readonly Action[] = []): { readonly arn: string; readonly weight: number }[] {
  const action = actions.find(({ Type }) => Type === "forward");
  const groups = action?.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action?.TargetGroupArn }];
  return groups.map(({ TargetGroupArn = "", Weight = 1 }) => ({ arn: TargetGroupArn, weight: Weight }));
}

async function readTargetGroup(
  elb: ElasticLoadBalancingV2Client,
  suffix: string,
  arn: string,
): Promise<TargetGroup> {
  const color = COLORS.find((it) =>
    arn.includes(`:targetgroup/${resourceName(suffix, "target-group", it)}/`),
  );
  if (color === undefined) throw new Error(`${arn} is no color's target group`);
  const { TargetHealthDescriptions = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
  );
  const count = (state: string) =>
    TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === state).length;
  return {
    color,
    arn,
    dimension: arn.slice(arn.indexOf("targetgroup/")),
    healthy: count("healthy"),
    unhealthy: count("unhealthy"),
  };
}

/** Returns the part of an ARN after the first slash, such as `app/load-balancer-dev/50dc6c495c0c9188`. */
const afterSlash = (arn: string) => arn.slice(arn.indexOf("/") + 1);
