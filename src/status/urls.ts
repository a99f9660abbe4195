import {
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { resourceName } from "../naming/names";
import type { EnvironmentConfig } from "../settings/schema";

/**
 * Returns the public URL of an environment's application. It is equal to the output `application_url`.
 *
 * @throws AWS's error if the call fails
 */
export async function applicationUrl(
  elb: ElasticLoadBalancingV2Client,
  { suffix, https }: Pick<EnvironmentConfig, "suffix" | "https">,
): Promise<string> {
  if (https?.domainName !== undefined) return `https://${https.domainName}`;
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new DescribeLoadBalancersCommand({ Names: [resourceName(suffix, "load-balancer")] }),
  );
  return `${https === undefined ? "http" : "https"}://${balancer?.DNSName}`;
}
