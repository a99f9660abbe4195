import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { brief } from "./aws";
import { COLORS, type Color, type PerColor, perColor, weightsOfGreen } from "./color";
import type { Targets } from "./look";
import type { ControllerSettings } from "./settings";

/** An environment's present listener and target groups. */
export interface FoundTraffic {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly listener: Listener;
  readonly targetGroupArns: PerColor<string>;
}

/**
 * Finds an environment's load balancer, its listener for requests, and the target groups of both colors.
 *
 * @param before the ARN of the listener that was found earlier. If that listener still exists, it is chosen again, even if another listener
 * (such as one for tests) also forwards to the colors.
 * @throws Error if the load balancer, its listener or a target group does not exist or cannot be read
 */
export async function findTraffic(
  elb: ElasticLoadBalancingV2Client,
  { loadBalancer, targetGroups }: ControllerSettings,
  before?: string,
): Promise<FoundTraffic> {
  const names = COLORS.map((color) => targetGroups[color]);
  const [{ LoadBalancers: [balancer] = [] }, { TargetGroups = [] }] = await Promise.all([
    elb.send(new DescribeLoadBalancersCommand({ Names: [loadBalancer] }), brief()),
    elb.send(new DescribeTargetGroupsCommand({ Names: names }), brief()),
  ]);
  const { LoadBalancerArn = "" } = balancer ?? {};
  const arnOf = (name: string) => {
    const { TargetGroupArn } = TargetGroups.find(({ TargetGroupName }) => TargetGroupName === name) ?? {};
    if (TargetGroupArn === undefined) throw new Error(`there is no target group ${name}`);
    return TargetGroupArn;
  };
  const targetGroupArns = perColor((color) => arnOf(targetGroups[color]));
  known = targetGroupArns;
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }), brief());
  // Listeners that redirect to HTTPS are left out. Of the others, the listener that was found earlier comes first, then a
  // listener that forwards to a color, then any listener.
  const answers = Listeners.filter(({ DefaultActions = [] }) =>
    DefaultActions.every(({ Type }) => Type !== "redirect"),
  );
  const listener =
    answers.find((it) => it.ListenerArn === before) ??
    answers.find((it) =>
      forwards(it).some(({ TargetGroupArn = "" }) => isOne(targetGroupArns, TargetGroupArn)),
    ) ??
    answers[0];
  const { ListenerArn } = listener ?? {};
  if (listener === undefined || ListenerArn === undefined)
    throw new Error(`${loadBalancer} has no listener for requests`);
  return { loadBalancerArn: LoadBalancerArn, listenerArn: ListenerArn, listener, targetGroupArns };
}

/** Returns the target groups to which a listener forwards, with their weights. */
export const forwards = (listener: Listener | undefined) =>
  listener?.DefaultActions?.find(({ Type }) => Type === "forward")?.ForwardConfig?.TargetGroups ?? [];

const isOne = (arns: PerColor<string>, arn: string) => COLORS.some((color) => arns[color] === arn);

/**
 * Returns AWS's names for the actions and features that a listener has in addition to forwarding by weights, such as `authenticate-oidc` or
 * `stickiness`. If the listener has no `forward` action, returns an empty list.
 *
 * A person has configured the additional actions and features. The controller's next ModifyListener call would remove them, because
 * ModifyListener replaces all default actions. With sticky sessions, the weights do not tell where requests go.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html
 */
export function besidesWeights(listener: Listener | undefined): readonly string[] {
  const { DefaultActions: actions = [] } = listener ?? {};
  if (!actions.some(({ Type }) => Type === "forward")) return [];
  const isSticky = actions.some((it) => it.ForwardConfig?.TargetGroupStickinessConfig?.Enabled);
  const others = actions.map(({ Type = "?" }) => Type as string).filter((type) => type !== "forward");
  return [...others, ...(isSticky ? ["stickiness"] : [])];
}

/**
 * Returns green's share of the listener's weights, in percent. The share has to be calculated, because weights that a person has set may
 * have another sum than 100. Returns `no weights` if the listener does not forward to the colors, if it also forwards to other target
 * groups, or if it has other actions or sticky sessions.
 */
export function weightOnListener({ listener, targetGroupArns }: FoundTraffic): number | "no weights" {
  const groups = forwards(listener);
  const weight = (color: Color) =>
    groups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroupArns[color])?.Weight ?? 0;
  const [blue, green] = [weight("blue"), weight("green")];
  const isOnly = groups.every(({ TargetGroupArn = "" }) => isOne(targetGroupArns, TargetGroupArn));
  if (blue + green === 0 || !isOnly || besidesWeights(listener).length > 0) return "no weights";
  const share = Math.round((100 * green) / (blue + green));
  // A color with a small weight, such as one in a thousand, gets 1 % here and not 0 %.
  return blue > 0 && green > 0 ? Math.min(99, Math.max(1, share)) : share;
}

export async function targetsOf(elb: ElasticLoadBalancingV2Client, targetGroupArn: string): Promise<Targets> {
  const { TargetHealthDescriptions: all = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    brief(),
  );
  const states = all.map(({ TargetHealth }) => TargetHealth?.State);
  return {
    // A target in the state `draining` is being deregistered, and gets no new requests.
    registered: states.filter((state) => state !== "draining").length,
    healthy: states.filter((state) => state === "healthy").length,
  };
}

/** The ARNs of the target groups. They are kept for later moves, because they do not change as long as the environment exists. */
let known: PerColor<string> | undefined;

/** Sets the listener's weights. Only the next reading of the listener shows whether AWS has carried out the call. */
export async function moveListener(
  {
    elb,
    elbOnce,
  }: { readonly elb: ElasticLoadBalancingV2Client; readonly elbOnce: ElasticLoadBalancingV2Client },
  settings: ControllerSettings,
  { listenerArn, green }: { readonly listenerArn: string; readonly green: number },
): Promise<void> {
  const weights = weightsOfGreen(green);
  const arns = known ?? (await findTraffic(elb, settings)).targetGroupArns;
  await elbOnce.send(
    new ModifyListenerCommand({
      ListenerArn: listenerArn,
      DefaultActions: [
        {
          Type: "forward",
          ForwardConfig: {
            TargetGroups: COLORS.map((color) => ({ TargetGroupArn: arns[color], Weight: weights[color] })),
            // The same actions as in src/constructs/traffic.ts.
            TargetGroupStickinessConfig: { Enabled: false, DurationSeconds: 3600 },
          },
        },
      ],
    }),
    brief(),
  );
}
