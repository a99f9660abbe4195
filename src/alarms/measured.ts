/** The samples of a metric in one minute: pairs of a value and the number of times that it occurs. */
export type Samples = readonly (readonly [value: number, count: number])[];

/** The metrics that AWS published in one minute. If a metric is not listed, it has no data in this minute. */
export type Minute = Readonly<Record<string, Samples>>;

/**
 * Returns the property name of a metric in a {@link Minute}: namespace, metric name and subject (the resource that the metric is about). An
 * example is `AWS/ApplicationELB RequestCount blue`.
 */
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
 * Returns the subject of a metric: a short name of the resource that the metric is about, such as `blue`, `cluster`, or the letter of a
 * zone. Values of dimensions can be Terraform references or names in AWS. If SUBJECTS contains none of the metric's dimensions, the subject
 * is the value of the last dimension. If this value is a Terraform reference to a resource such as `aws_sqs_queue.payments_dead_letters`,
 * the subject is the end of its address: `payments_dead_letters`.
 */
export function subjectOf(dimensions: Readonly<Record<string, string>>): string {
  // A metric may have several of these dimensions: a target group's metric also has LoadBalancer. Then the first dimension in SUBJECTS
  // decides.
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    const value = dimensions[name];
    if (value !== undefined) return subject(value);
  }
  const value = Object.values(dimensions).at(-1) ?? "";
  return /^\$\{\w+\.(\w+)\./.exec(value)?.[1] ?? value;
}

/**
 * Returns a metric's subject as a JSON text with the names and values of all dimensions. For two target groups of the same color, this
 * function returns two different subjects. In contrast, {@link subjectOf} returns one short name for both target groups.
 */
export const exactly = (dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(dimensions).sort());

/** Returns the parts of a key that {@link metricKey} has made. The key's subject has to be a result of {@link exactly}. */
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
