/** The samples of a metric in one minute: each value, and how often it occurs. */
export type Samples = readonly (readonly [value: number, count: number])[];

/** The metrics that AWS published in one minute. A metric that is not listed has no data in that minute. */
export type Minute = Readonly<Record<string, Samples>>;

/** The key of a metric in a {@link Minute}: namespace, metric name and subject, such as `AWS/ApplicationELB RequestCount blue`. */
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
 * The subject of a metric: the resource that the metric is about, as a short name such as `blue`, `cluster`, or the letter of a zone. The
 * values of the dimensions may be Terraform references or names in AWS. If SUBJECTS contains none of the dimensions, the subject is the
 * value of the last dimension. If this value is a reference to `aws_sqs_queue.payments_dead_letters`, the subject is
 * `payments_dead_letters`.
 */
export function subjectOf(dimensions: Readonly<Record<string, string>>): string {
  // If the metric has several of these dimensions, the first of SUBJECTS decides: a target group's metric also has the dimension LoadBalancer.
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    const value = dimensions[name];
    if (value !== undefined) return subject(value);
  }
  const value = Object.values(dimensions).at(-1) ?? "";
  return /^\$\{\w+\.(\w+)\./.exec(value)?.[1] ?? value;
}

/** A subject that contains all dimensions and their values. So, for example, each target group has metrics of its own. */
export const exactly = (dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(dimensions).sort());

/** Reads a metric key whose subject comes from {@link exactly}. */
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
 * Computes a statistic of samples, such as `Sum` or `p99`, as CloudWatch does.
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
