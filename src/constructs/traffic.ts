import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { type Lb, LbListener, LbListenerRule, LbTargetGroup } from "../resources/classes";
import { containerOf } from "../settings/container";
import type { EnvironmentSettings } from "../settings/schema";
import { COLOR_HEADER } from "../settings/smoke-test";
import type { Network } from "./network";
import { output } from "./output";
import type { TrafficWeights } from "./traffic-weights";

export interface TrafficProps {
  readonly suffix: string;
  readonly loadBalancer: Lb;
  readonly network: Network;
  readonly application: EnvironmentSettings["application"];
  readonly weights: TrafficWeights;
  /** ARN of an issued certificate. @default - plain HTTP */
  readonly certificateArn: string | undefined;
  /** Security group rules for the listeners' ports. The listeners depend on the rules, so a port is open while a listener uses it. */
  readonly rules: readonly ITerraformDependable[];
  /** Address ranges whose requests may choose a color by a header. */
  readonly smokeTestCidrBlocks: readonly string[];
}

// This TLS policy allows TLS 1.3. For older clients, it also allows TLS 1.2, but only with forward secrecy and authenticated encryption.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** Routes requests, with a target group for each color, the listener with the traffic weights, and the listener rules for smoke tests. */
export class Traffic extends Construct {
  public readonly targetGroups: Readonly<Record<Color, LbTargetGroup>>;
  /** The load balancer's listener, whose traffic weights a release changes. */
  public readonly listener: LbListener;

  public constructor(scope: Construct, id: string, props: TrafficProps) {
    super(scope, id);
    const { suffix, loadBalancer, network, application, weights, certificateArn, smokeTestCidrBlocks } =
      props;
    // A change of name, port, protocol, target type or VPC replaces the target group, and AWS refuses to delete a target group that a
    // listener uses. So a test fails if one of these values changes.
    const targetGroup = (color: Color) =>
      new LbTargetGroup(this, `target-group-${color}`, {
        name: resourceName(suffix, "target-group", color),
        // This port has no effect, because ECS registers each task with the task's own port. It is a constant, because a change would
        // replace the target group.
        port: 80,
        protocol: "HTTP",
        targetType: "ip",
        vpcId: network.vpc.id,
        deregistrationDelay: "30", // seconds
        healthCheck: {
          path: containerOf(application, color).healthCheckPath,
          port: "traffic-port",
          protocol: "HTTP",
          matcher: "200",
          interval: 30, // seconds
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
      });
    this.targetGroups = { blue: targetGroup("blue"), green: targetGroup("green") };
    for (const color of COLORS) {
      output(this, `${color}_target_group_arn`, this.targetGroups[color].arn, `Target group of ${color}`);
    }

    this.listener = new LbListener(this, "listener", {
      loadBalancerArn: loadBalancer.arn,
      ...(certificateArn
        ? { port: 443, protocol: "HTTPS", certificateArn, sslPolicy: TLS_POLICY }
        : { port: 80, protocol: "HTTP" }),
      defaultAction: [
        {
          type: "forward",
          forward: {
            targetGroup: COLORS.map((color) => ({
              arn: this.targetGroups[color].arn,
              weight: weights.weights[color],
            })),
            // Stickiness is switched off explicitly: sticky sessions would override the weights, and without this block, later plans fail.
            stickiness: { enabled: false, duration: 3600 },
          },
        },
      ],
      dependsOn: [...props.rules],
    });
    output(
      this,
      "listener_arn",
      this.listener.arn,
      "Listener of the load balancer; releases change its weights",
    );
    if (certificateArn) {
      new LbListener(this, "redirect", {
        loadBalancerArn: loadBalancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultAction: [
          { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
        ],
        dependsOn: [this.listener], // when an environment gets a certificate, the main listener has to leave port 80 first
      });
    }
    if (smokeTestCidrBlocks.length > 0) {
      COLORS.forEach((color, index) => {
        new LbListenerRule(this, `smoke-test-${color}`, {
          listenerArn: this.listener.arn,
          priority: index + 1,
          condition: [
            { httpHeader: { httpHeaderName: COLOR_HEADER, values: [color] } },
            // Without the condition on addresses, anybody could call the color that is not released yet.
            { sourceIp: { values: [...smokeTestCidrBlocks] } },
          ],
          action: [{ type: "forward", targetGroupArn: this.targetGroups[color].arn }],
        });
      });
    }
  }
}
