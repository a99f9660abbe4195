import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetParameterCommand, type Parameter, type SSMClient } from "@aws-sdk/client-ssm";
import { resourceName } from "../naming/names";
import { forwards } from "./controller/traffic";

/** Reads an SSM parameter; returns `undefined` if no parameter has that name. */
export async function readParameter(ssm: SSMClient, name: string): Promise<Parameter | undefined> {
  try {
    return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter;
  } catch (error) {
    if ((error as Error).name === "ParameterNotFound") return undefined;
    throw error;
  }
}

/**
 * Finds the listener that forwards to target groups, and the DNS name of its load balancer. Returns `undefined` if the environment has no
 * load balancer, or if no listener of the load balancer forwards to target groups.
 */
export async function findListener(
  elb: ElasticLoadBalancingV2Client,
  suffix: string,
): Promise<{ readonly listener: Listener; readonly dnsName: string } | undefined> {
  const { listeners, dnsName } = await findListeners(elb, suffix);
  const listener = listeners.find((it) => forwards(it).length > 0);
  return listener && { listener, dnsName };
}

/**
 * Reads the listeners and the DNS name of the environment's load balancer. If there is no load balancer, the list and the name are empty.
 */
export async function findListeners(
  elb: ElasticLoadBalancingV2Client,
  suffix: string,
): Promise<{ readonly listeners: readonly Listener[]; readonly dnsName: string }> {
  const name = resourceName(suffix, "load-balancer");
  const { LoadBalancers: [balancer] = [] } = await elb
    .send(new DescribeLoadBalancersCommand({ Names: [name] }))
    .catch((error: Error) => {
      if (error.name === "LoadBalancerNotFoundException") return { LoadBalancers: [] };
      throw error;
    });
  if (balancer === undefined) return { listeners: [], dnsName: "" };
  const { Listeners = [] } = await elb.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn }),
  );
  return { listeners: Listeners, dnsName: balancer.DNSName ?? "" };
}
