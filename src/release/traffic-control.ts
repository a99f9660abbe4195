import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  GetParameterCommand,
  type Parameter,
  PutParameterCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import {
  PERCENT,
  WEIGHT_PARAMETER,
  type weightParameter,
  weightParameterName,
} from "../naming/weight-parameter";
import { RefusedError } from "../terminal/refused";
import { type Weights, weightsOfGreen, weightsOfShares } from "./release";

/** How many targets of a color the load balancer finds healthy. */
export interface TargetHealth {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly total: number;
}

/** Where an environment's weights are: recorded in the parameter, live on the listener. */
export class TrafficControl {
  private constructor(
    private readonly elb: ElasticLoadBalancingV2Client,
    private readonly ssm: SSMClient,
    private readonly parameterName: string,
    private readonly listenerArn: string,
    private readonly targetGroupArns: Readonly<Record<Color, string>>,
    /** Host name of the load balancer. */
    public readonly dnsName: string,
  ) {}

  /**
   * @param options.withoutRecord go on where the weight parameter is gone
   * @throws RefusedError when the environment is not there
   */
  public static async of(
    elb: ElasticLoadBalancingV2Client,
    ssm: SSMClient,
    suffix: string,
    { withoutRecord = false } = {},
  ): Promise<TrafficControl> {
    const parameterName = weightParameterName(suffix);
    const [parameter, found] = await Promise.all([
      readParameter(ssm, parameterName),
      findListener(elb, suffix),
    ]);
    if (parameter === undefined && !withoutRecord) {
      throw new RefusedError(
        `there is no weight parameter ${parameterName}: is "${suffix}" deployed? If somebody deleted it, "npm run release -- repair" makes it again`,
      );
    }
    if (found === undefined) {
      throw new RefusedError(
        `there is no ${resourceName(suffix, "load-balancer")} whose listener forwards to target groups: is "${suffix}" deployed in this account?`,
      );
    }
    const { dnsName, listener } = found;
    const forwarded = targetGroups(listener).map(({ TargetGroupArn = "" }) => TargetGroupArn);
    const arnOf = (color: Color) => {
      const arn = forwarded.find((it) =>
        it.includes(`:targetgroup/${resourceName(suffix, "target-group", color)}/`),
      );
      if (arn === undefined)
        throw new RefusedError(`the listener does not forward to ${color}; deploy first`);
      return arn;
    };
    return new TrafficControl(
      elb,
      ssm,
      parameterName,
      listener.ListenerArn ?? "",
      { blue: arnOf("blue"), green: arnOf("green") },
      dnsName,
    );
  }

  /** The weights in the parameter, or `undefined` when its value is no weight or the parameter is gone. */
  public async recorded(): Promise<Weights | undefined> {
    const value = (await this.parameter())?.Value ?? "";
    return PERCENT.test(value) ? weightsOfGreen(Number(value)) : undefined;
  }

  public async hasParameter(): Promise<boolean> {
    return (await this.parameter()) !== undefined;
  }

  /** The weights that requests meet: the weights of the listener as shares of 100. */
  public async live(): Promise<Weights> {
    const { Listeners: [listener] = [] } = await this.elb.send(
      new DescribeListenersCommand({ ListenerArns: [this.listenerArn] }),
    );
    const weights = Object.fromEntries(
      targetGroups(listener).map((group) => [group.TargetGroupArn, group.Weight ?? 0]),
    );
    const weight = (color: Color) => weights[this.targetGroupArns[color]] ?? 0;
    return weightsOfShares(weight("blue"), weight("green"));
  }

  /** Says what the weights are going to be. Always before {@link move}, so that the record is never behind. */
  public async record(weights: Weights): Promise<void> {
    await this.ssm.send(
      new PutParameterCommand({ ...this.recordOf(weights), Name: this.parameterName, Overwrite: true }),
    );
  }

  /** Makes the parameter again, as the stack makes it. */
  public async recordAnew(
    weights: Weights,
    { name, tags }: ReturnType<typeof weightParameter>,
  ): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.ssm.send(new PutParameterCommand({ ...this.recordOf(weights), Name: name, Tags }));
  }

  private recordOf(weights: Weights) {
    return {
      Value: String(weights.green),
      Type: "String" as const,
      Description: WEIGHT_PARAMETER.description,
      AllowedPattern: WEIGHT_PARAMETER.allowedPattern,
    };
  }

  /** Moves the listener, and reads it back. @throws when it does not read back as it was written */
  public async move(weights: Weights): Promise<void> {
    const action: Action = {
      Type: "forward",
      ForwardConfig: {
        TargetGroups: COLORS.map((color) => ({
          TargetGroupArn: this.targetGroupArns[color],
          Weight: weights[color],
        })),
        TargetGroupStickinessConfig: { Enabled: false, DurationSeconds: 3600 }, // as src/constructs/traffic.ts has it
      },
    };
    await this.elb.send(
      new ModifyListenerCommand({ ListenerArn: this.listenerArn, DefaultActions: [action] }),
    );
    const live = await this.live();
    if (live.green !== weights.green) {
      throw new Error(`wrote green ${weights.green} % to the listener, but it reads green ${live.green} %`);
    }
  }

  private parameter(): Promise<Parameter | undefined> {
    return readParameter(this.ssm, this.parameterName);
  }

  public async targets(color: Color): Promise<TargetHealth> {
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: this.targetGroupArns[color] }),
    );
    const count = (state: string) =>
      TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === state).length;
    return {
      healthy: count("healthy"),
      unhealthy: count("unhealthy"),
      total: TargetHealthDescriptions.length,
    };
  }
}

/** A parameter; `undefined` where there is none of that name. */
export async function readParameter(ssm: SSMClient, name: string): Promise<Parameter | undefined> {
  try {
    return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter;
  } catch (error) {
    if ((error as Error).name === "ParameterNotFound") return undefined;
    throw error;
  }
}

/** The listener that forwards to the colors, and its load balancer's host name; `undefined` where either is not there. */
export async function findListener(
  elb: ElasticLoadBalancingV2Client,
  suffix: string,
): Promise<{ readonly listener: Listener; readonly dnsName: string } | undefined> {
  const name = resourceName(suffix, "load-balancer");
  const { LoadBalancers: [balancer] = [] } = await elb
    .send(new DescribeLoadBalancersCommand({ Names: [name] }))
    .catch((error: Error) => {
      if (error.name === "LoadBalancerNotFoundException") return { LoadBalancers: [] };
      throw error;
    });
  if (balancer === undefined) return undefined;
  const { Listeners = [] } = await elb.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn }),
  );
  const listener = Listeners.find((it) => targetGroups(it).length > 0);
  return listener && { listener, dnsName: balancer.DNSName ?? "" };
}

/** The target groups that a listener forwards to, with their weights. */
export const targetGroups = (listener: Listener | undefined) =>
  listener?.DefaultActions?.find(({ Type }) => Type === "forward")?.ForwardConfig?.TargetGroups ?? [];
