/** The samples of a metric in one minute: each value with its number. */
export type Samples = readonly (readonly [value: number, count: number])[];

/** The metrics that AWS published in one minute; a missing metric has no data. */
export type Minute = Readonly<Record<string, Samples>>;

/** One metric of one subject: `AWS/ApplicationELB RequestCount blue`. */
export const metricKey = (namespace: string, metricName: string, subject: string) =>
  `${namespace} ${metricName} ${subject}`;

const SUBJECTS: Readonly<Record<string, (value: string) => string>> = {
  TargetGroup: colorIn,
  ServiceName: colorIn,
  DBInstanceIdentifier: zoneIn,
  DBClusterIdentifier: () => "cluster",
  Rule: (value) => value,
  NatGatewayId: zoneIn,
  CertificateArn: () => "certificate",
  LoadBalancer: () => "load balancer",
  FunctionName: () => "release controller",
};

/**
 * The subject of a metric in a word: a color, an instance's zone, the cluster, ... The dimensions' values may be Terraform
 * references or names in AWS. For other dimensions the subject is the last dimension's value; for a reference to
 * `aws_sqs_queue.payments_dead_letters`, its last part.
 */
export function subjectOf(dimensions: Readonly<Record<string, string>>): string {
  // In the order of SUBJECTS: a target group's metric names its load balancer too.
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    const value = dimensions[name];
    if (value !== undefined) return subject(value);
  }
  const value = Object.values(dimensions).at(-1) ?? "";
  return /^\$\{\w+\.(\w+)\./.exec(value)?.[1] ?? value;
}

/** All dimensions with AWS's values, for which another target group is another metric. */
export const exactly = (dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(dimensions).sort());

/** The parts of a key that {@link exactly} has made. */
export function readKey(key: string): {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
} {
  const [namespace = "", metricName = "", ...subject] = key.split(" ");
  return { namespace, metricName, dimensions: JSON.parse(subject.join(" ")) };
}

function colorIn(value: string): string {
  return matched(value, /(blue|green)/);
}

function zoneIn(value: string): string {
  return matched(value, /us[-_]east[-_]1([a-f])/);
}

function matched(value: string, pattern: RegExp): string {
  const [, found] = pattern.exec(value) ?? [];
  if (found === undefined) throw new Error(`"${value}" does not match ${pattern}`);
  return found;
}

/**
 * A statistic over samples, as CloudWatch computes it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 * @returns undefined when there are no samples
 */
export function statisticOf(statistic: string, samples: Samples): number | undefined {
  if (samples.length === 0) return undefined;
  let [count, total] = [0, 0];
  for (const [value, times] of samples) {
    count += times;
    total += value * times;
  }
  switch (statistic) {
    case "Sum":
      return total;
    case "Average":
      return total / count;
    case "SampleCount":
      return count;
    case "Minimum":
      return Math.min(...samples.map(([value]) => value));
    case "Maximum":
      return Math.max(...samples.map(([value]) => value));
    default:
      return percentile(Number(matched(statistic, /^p(\d+(?:\.\d+)?)$/)), samples, count);
  }
}

function percentile(percent: number, samples: Samples, count: number): number | undefined {
  let rank = Math.ceil((percent / 100) * count);
  for (const [value, times] of [...samples].sort(([a], [b]) => a - b)) {
    rank -= times;
    if (rank <= 0) return value;
  }
  return undefined;
}
