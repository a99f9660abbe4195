import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeAddressesCommand, paginateDescribeVpcs, type Tag } from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand, type ServiceQuota } from "@aws-sdk/client-service-quotas";
import { taggedSuffix } from "../naming/tags";
import type { EnvironmentSettings } from "../settings/schema";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

/** The quota "VPCs per Region". https://docs.aws.amazon.com/general/latest/gr/vpc-service.html */
const VPCS = { service: "vpc", code: "L-F678F1CE" } as const;
/** The quota of Elastic IP addresses. https://docs.aws.amazon.com/general/latest/gr/ec2-service.html */
const ADDRESSES = { service: "ec2", code: "L-0263D0A3" } as const;
/** The quota "Fargate On-Demand vCPU resource count". https://docs.aws.amazon.com/general/latest/gr/ecs-service.html */
const FARGATE = { service: "fargate", code: "L-3032A538" } as const;

type Quota = typeof ADDRESSES | typeof FARGATE | typeof VPCS;

/**
 * Returns the Fargate vCPUs that both colors together use. `steady`: at the minimum task counts. `deploying`: during a deployment at the
 * minimum task counts, when ECS starts the same number of new tasks before it stops the old tasks. `most`: during a deployment at the
 * maximum task counts.
 */
export function fargateVcpus({ application }: Pick<EnvironmentSettings, "application">) {
  const { blue, green, cpuUnits } = application;
  const vcpus = (tasks: number) => (tasks * cpuUnits) / 1024;
  const steady = vcpus(blue.minTasks + green.minTasks);
  return { steady, deploying: 2 * steady, most: 2 * vcpus(blue.maxTasks + green.maxTasks) };
}

/** Returns the number of Elastic IP addresses that an environment needs: one for each NAT gateway. */
export const elasticIps = ({ network }: Pick<EnvironmentSettings, "network">) =>
  network.natGateways === "one" ? 1 : network.availabilityZones.length;

const increase = ({ service, code }: Quota, value: number) =>
  `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value} (docs/runbooks/quotas.md)`;

async function quotaOf(
  { aws, me }: Subject,
  { service, code }: Quota,
  signal: AbortSignal,
): Promise<ServiceQuota> {
  await me();
  const asked = new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code });
  const { Quota } = await aws.quotas.send(asked, { abortSignal: signal });
  if (Quota?.Value === undefined) throw new Error(`Service Quotas returns no value for ${code}`);
  return Quota;
}

const isOwn = ({ suffix }: Subject, tags: readonly Tag[] = []) =>
  taggedSuffix(Object.fromEntries(tags.map(({ Key = "", Value }) => [Key, Value]))) === suffix;

/** Checks that a quota covers the sum of two numbers: what this environment needs, and what everything else in the account uses. */
function fits(
  what: string,
  quota: Quota,
  room: { allowed: number; others: number; needed: number },
): Finding {
  const { allowed, others, needed } = room;
  const text = `${what}: ${needed} needed, ${others} used by others, ${allowed} allowed`;
  return others + needed <= allowed
    ? pass(text)
    : fail(text, increase(quota, Math.max(others + needed, 2 * allowed)));
}

/** Checks the quota of VPCs: an environment needs one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
async function vpcs(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { Value: allowed = 0 } = await quotaOf(subject, VPCS, signal);
  let others = 0;
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client: subject.aws.ec2 }, {})) {
    others += Vpcs.filter(({ Tags }) => !isOwn(subject, Tags)).length;
  }
  return fits("VPCs", VPCS, { allowed, others, needed: 1 });
}

/**
 * Checks the quota of Elastic IP addresses: an environment needs one for each NAT gateway.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html
 */
async function addresses(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const needed = elasticIps(subject.settings());
  const { Value: allowed = 0 } = await quotaOf(subject, ADDRESSES, signal);
  const { Addresses = [] } = await subject.aws.ec2.send(new DescribeAddressesCommand({}), {
    abortSignal: signal,
  });
  const others = Addresses.filter(({ Tags }) => !isOwn(subject, Tags)).length;
  return fits("elastic IP addresses", ADDRESSES, { allowed, others, needed });
}

/**
 * Checks the quota of Fargate vCPUs. While a deployment replaces tasks, it needs twice the vCPUs.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
async function fargate(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { steady, deploying, most } = fargateVcpus(subject.settings());
  const quota = await quotaOf(subject, FARGATE, signal);
  const { Value: allowed = 0 } = quota;
  const used = await inUse(subject, quota, signal);
  const text = `Fargate vCPUs: ${steady} needed, ${deploying} needed during a deployment, ${most} needed at the maximum number of tasks; the quota is ${allowed}`;
  const wanted = increase(FARGATE, Math.max(most, deploying));
  if (deploying > allowed) return fail(text, wanted);
  const seen =
    used === undefined
      ? "; CloudWatch has no data about what the account used during the last hour"
      : `, and the whole account used up to ${used} during the last hour`;
  if (used !== undefined && used + deploying > allowed) {
    return cannotKnow(
      `${text}${seen}. A deployment fits only if this environment used at least ${used + deploying - allowed} of those ${used}. If it used fewer: ${increase(FARGATE, used + most)}`,
    );
  }
  return most > allowed
    ? pass(`${text}${seen}. The quota stops auto scaling below the configured maximum`)
    : pass(`${text}${seen}`);
}

/**
 * Reads how much of a quota the account uses. Service Quotas says which CloudWatch metric has this number.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
 *
 * @returns the metric's maximum in the last hour, or `undefined` if the metric has no data
 */
async function inUse(
  { aws }: Subject,
  { UsageMetric }: ServiceQuota,
  abortSignal: AbortSignal,
): Promise<number | undefined> {
  const { MetricNamespace, MetricName, MetricDimensions = {} } = UsageMetric ?? {};
  if (MetricNamespace === undefined || MetricName === undefined) return undefined;
  const Dimensions = Object.entries(MetricDimensions).map(([Name, Value]) => ({ Name, Value }));
  const now = Date.now();
  const { MetricDataResults = [] } = await aws.cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now),
      MetricDataQueries: [
        {
          Id: "used",
          MetricStat: {
            Metric: { Namespace: MetricNamespace, MetricName, Dimensions },
            Period: 300,
            Stat: "Maximum",
          },
        },
      ],
    }),
    { abortSignal },
  );
  const values = MetricDataResults[0]?.Values ?? [];
  return values.length === 0 ? undefined : Math.max(...values);
}

/** Checks of the quotas that limit an environment: docs/runbooks/quotas.md */
export const QUOTAS: readonly Check<Subject>[] = [
  { name: "quota of VPCs", calls: ["servicequotas:GetServiceQuota", "ec2:DescribeVpcs"], look: vpcs },
  {
    name: "quota of elastic IPs",
    calls: ["servicequotas:GetServiceQuota", "ec2:DescribeAddresses"],
    look: addresses,
  },
  {
    name: "quota of Fargate",
    calls: ["servicequotas:GetServiceQuota", "cloudwatch:GetMetricData"],
    look: fargate,
  },
];
