import { evaluate } from "../iam/evaluate";
import { statementsOf } from "../iam/statement";
import { REGION } from "../naming/region";

/** An event. When something happens, AWS sends an event one time. In contrast, AWS publishes a metric regularly. */
export type AwsEvent =
  | {
      readonly from: "RDS";
      readonly sourceType: "db-cluster" | "db-instance";
      readonly category: string;
      readonly id: string;
    }
  | { readonly from: "EventBridge"; readonly event: Readonly<Record<string, unknown>> };

/**
 * The resources in Terraform's JSON that decide which events become a message: databases, RDS event subscriptions, EventBridge rules, their
 * targets, and the policies of SNS topics.
 */
export interface SynthesizedListeners {
  readonly aws_db_event_subscription?: Named<{
    readonly name: string;
    readonly sns_topic: string;
    readonly source_type: string;
    readonly source_ids?: readonly string[];
    readonly event_categories: readonly string[];
  }>;
  readonly aws_cloudwatch_event_rule?: Named<{ readonly name: string; readonly event_pattern?: string }>;
  readonly aws_cloudwatch_event_target?: Named<{ readonly rule: string; readonly arn: string }>;
  readonly aws_sns_topic_policy?: Named<{ readonly arn: string; readonly policy: string }>;
  readonly aws_rds_cluster?: Named<{ readonly cluster_identifier: string }>;
  readonly aws_rds_cluster_instance?: Named<{ readonly identifier: string }>;
}

type Named<Attributes> = Readonly<Record<string, Attributes>>;

/**
 * Returns the names of the RDS event subscriptions and EventBridge rules that publish a message about an event. A subscription or
 * rule publishes a message if it matches the event, and if the policy of the SNS topic lets the subscription or rule publish.
 */
export function heardBy(listeners: SynthesizedListeners, event: AwsEvent): string[] {
  if (event.from === "RDS") {
    const { type, names } = sourcesOf(event.sourceType, listeners);
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
    return Object.values(listeners.aws_db_event_subscription ?? {})
      .filter((it) => it.source_type === event.sourceType && it.event_categories.includes(event.category))
      .filter(({ source_ids: ids }) => names.every(([reference]) => ids?.includes(reference) ?? true))
      .filter(({ sns_topic: topic }) =>
        names.every(([, name]) => mayPublish(listeners, topic, "events.rds", "rds", `${type}:${name}`)),
      )
      .map(({ name }) => name);
  }
  return Object.entries(listeners.aws_cloudwatch_event_rule ?? {})
    .filter(
      ([, { event_pattern }]) =>
        event_pattern !== undefined && matches(JSON.parse(event_pattern), event.event),
    )
    .filter(([id, { name }]) =>
      Object.values(listeners.aws_cloudwatch_event_target ?? {}).some(
        ({ rule, arn }) =>
          rule === `\${aws_cloudwatch_event_rule.${id}.name}` &&
          mayPublish(listeners, arn, "events", "events", `rule/${name}`),
      ),
    )
    .map(([, { name }]) => name);
}

/**
 * Returns the databases (clusters or instances) that an RDS event can be about. The field `type` is the resource type in the ARNs of these
 * databases. The field `names` contains a pair for each database: its Terraform reference and its name in AWS.
 */
function sourcesOf(
  sourceType: "db-cluster" | "db-instance",
  { aws_rds_cluster: clusters = {}, aws_rds_cluster_instance: instances = {} }: SynthesizedListeners,
): { type: string; names: [reference: string, name: string][] } {
  return sourceType === "db-cluster"
    ? {
        type: "cluster",
        names: Object.entries(clusters).map(([id, it]) => [
          `\${aws_rds_cluster.${id}.cluster_identifier}`,
          it.cluster_identifier,
        ]),
      }
    : {
        type: "db",
        names: Object.entries(instances).map(([id, it]) => [
          `\${aws_rds_cluster_instance.${id}.identifier}`,
          it.identifier,
        ]),
      };
}

/**
 * Returns whether a topic's policy lets an AWS service publish messages about a source, such as an alarm or a database. This function
 * assumes that the source is in the account of the policy's condition `aws:SourceAccount`.
 *
 * @param principal the service principal without `.amazonaws.com`, such as `events.rds`
 * @param service the service in the source's ARN, such as `rds`
 * @param source the end of the source's ARN, such as `rule/<name>`
 */
export function mayPublish(
  { aws_sns_topic_policy: policies = {} }: SynthesizedListeners,
  topic: string,
  principal: string,
  service: string,
  source: string,
): boolean {
  const statements = Object.values(policies)
    .filter(({ arn }) => arn === topic)
    .flatMap(({ policy }) => statementsOf(policy) ?? []);
  const account = statements
    .flatMap(({ conditions }) => conditions)
    .find(({ key }) => key === "aws:SourceAccount")?.values[0];
  const request = {
    action: "sns:Publish",
    resource: topic,
    principal: { type: "Service", id: `${principal}.amazonaws.com` },
    context: {
      "aws:SecureTransport": "true",
      "aws:SourceAccount": account ?? [],
      "aws:SourceArn": `arn:aws:${service}:${REGION}:${account}:${source}`,
    },
  };
  return evaluate(statements, request) === "allowed";
}

/**
 * Returns whether an event matches an event pattern. This function supports patterns of exact values and `$or`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @throws Error if the pattern contains a comparison other than an exact value or `$or`
 */
function matches(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as Record<string, unknown>).every(([field, allowed]) => {
    if (field === "$or") return (allowed as unknown[]).some((it) => matches(it, event));
    const value = (event as Record<string, unknown> | undefined)?.[field];
    if (!Array.isArray(allowed)) return matches(allowed, value);
    if (!allowed.every((it) => typeof it === "string")) {
      throw new Error(`event pattern: only exact values are supported, not ${JSON.stringify(allowed)}`);
    }
    return [value].flat().some((it) => allowed.some((one) => sameName(one, it)));
  });
}

/**
 * Returns whether a value in an event pattern matches a value in an event. If the pattern's value is a Terraform reference, it matches any
 * text, because the reference's value is not known here.
 */
function sameName(allowed: string, value: unknown): boolean {
  return allowed.includes("${") ? typeof value === "string" : allowed === value;
}
