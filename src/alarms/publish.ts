import { COLORS } from "../naming/color";
import { ALB, type Conditions, loadBalancer } from "./load-balancer";
import type { Minute } from "./measured";
import { drawn, numbers, Published } from "./published";
import type { Situation } from "./situation";

/** Returns the metrics that AWS would publish in each minute of a series of situations. */
export function publish(situations: readonly Situation[], conditions: Conditions): Minute[] {
  const random = numbers(conditions.seed);
  const all: Published[] = []; // index: the minute; has further minutes, because a request may end after the last one
  const of = (minute: number) => (all[minute] ??= new Published());
  return situations.map((situation, minute) => {
    const now = of(minute);
    loadBalancer(situation, conditions, random, (later) => of(minute + later));
    tasks(situation, conditions, now);
    database(situation, now);
    edge(situation, random, now);
    controller(situation, now);
    return { ...now.metrics, ...situation.further };
  });
}

/** Adds the metrics of tasks: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
function tasks({ tasks: all }: Situation, { noTasks }: Conditions, minute: Published): void {
  for (const color of COLORS) {
    const { desired, running, healthy, unhealthy } = all[color];
    if (healthy + unhealthy > 0) {
      minute.sample(ALB, "HealthyHostCount", color, healthy);
      minute.sample(ALB, "UnHealthyHostCount", color, unhealthy);
    }
    if (running === 0 && noTasks === "nothing") continue;
    minute.sample("ECS/ContainerInsights", "DesiredTaskCount", color, desired);
    minute.sample("ECS/ContainerInsights", "RunningTaskCount", color, running);
  }
}

/** Adds the metrics of the database: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
function database({ instances, replicaLag, transactionIds }: Situation, minute: Published): void {
  for (const [index, { uptime, connections, cpu, acu, freeableMemory }] of instances.entries()) {
    // An assumption, not tested in AWS: an instance that does not run publishes no metrics.
    if (uptime === undefined) continue;
    const metrics = {
      EngineUptime: uptime,
      DatabaseConnections: connections,
      CPUUtilization: cpu,
      ACUUtilization: acu,
      FreeableMemory: freeableMemory,
      MaximumUsedTransactionIDs: transactionIds,
    };
    for (const [metric, value] of Object.entries(metrics)) {
      minute.sample("AWS/RDS", metric, "ab"[index] ?? "", value);
      minute.sample("AWS/RDS", metric, "cluster", value);
    }
  }
  // The writer instance publishes this metric only while both instances run.
  if (instances.every(({ uptime }) => uptime !== undefined)) {
    minute.sample("AWS/RDS", "AuroraReplicaLagMaximum", "cluster", replicaLag);
  }
}

/**
 * Adds the metrics of AWS WAF, of the NAT gateways, and of the certificate.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
function edge(
  { requests, blocked, portErrors, daysToExpiry }: Situation,
  random: () => number,
  minute: Published,
): void {
  const refused = drawn(requests * blocked, random);
  // AWS WAF publishes a metric only if its value is not 0.
  if (refused > 0) minute.count("AWS/WAFV2", "BlockedRequests", "ALL", refused);
  if (requests > refused) minute.count("AWS/WAFV2", "AllowedRequests", "ALL", requests - refused);
  for (const [index, errors] of portErrors.entries()) {
    minute.sample("AWS/NATGateway", "ErrorPortAllocation", "abc"[index] ?? "", errors);
  }
  if (daysToExpiry !== undefined) {
    minute.sample("AWS/CertificateManager", "DaysToExpiry", "certificate", daysToExpiry);
  }
}

/**
 * Adds the metrics of the release controller, a Lambda function. Lambda publishes no data for a minute without invocations.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function controller({ controller: { invocations, errors } }: Situation, minute: Published): void {
  if (invocations === 0) return;
  minute.count("AWS/Lambda", "Invocations", "release controller", invocations);
  minute.count("AWS/Lambda", "Errors", "release controller", errors);
}
