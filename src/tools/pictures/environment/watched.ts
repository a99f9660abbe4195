import { type Resource, refersTo, type SynthesizedDocument } from "../../../policy/document";
import { one, services } from "./network";

/** The monitoring of an environment: alarms, the SNS topic with its subscribers, the dashboard. */
export interface Watched {
  /** The number of alarms for each subject. `on` is the subject: what the alarms watch, such as "database". */
  readonly alarms: readonly { readonly on: string; readonly count: number }[];
  readonly topic: string;
  /** The subscribers of the topic, each with its protocol, such as `email on-call@example.com`. */
  readonly subscribers: readonly string[];
  /** The number of EventBridge targets and RDS event subscriptions that send messages to the topic. */
  readonly events: number;
  readonly dashboard: string;
  readonly widgets: number;
}

/**
 * For each CloudWatch namespace: the part of the environment that its metrics are about.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
const SUBJECTS: Readonly<Record<string, string>> = {
  "AWS/ApplicationELB": "load balancer",
  "AWS/RDS": "database",
  "AWS/Lambda": "release controller",
  "AWS/NATGateway": "NAT gateways",
  "AWS/WAFV2": "web ACL",
  "AWS/CertificateManager": "certificate",
};

/**
 * Returns the subject of an alarm: what the alarm watches. If the alarm refers to a color's target groups or service, its subject is this
 * color. An alarm that compares the colors refers to both; then the subject is the color to which it refers more often. If an alarm refers
 * to no color, the namespace of its metric decides the subject.
 */
function subjectOf(document: SynthesizedDocument, { attributes }: Resource): string {
  const measured = JSON.stringify([attributes.dimensions, attributes.metric_query]);
  const times = (resource: Resource) => measured.split(`\${${resource.address}.`).length - 1;
  const [most] = services(document)
    .map(({ service, targetGroup, color }) => {
      const groups = document.resources("aws_lb_target_group").filter((it) => refersTo(targetGroup, it));
      return { color, named: [service, ...groups].map(times).reduce((sum, it) => sum + it) };
    })
    .sort((a, b) => b.named - a.named);
  if (most !== undefined && most.named > 0) return most.color;
  const namespace = String(attributes.namespace ?? /"namespace":"([^"]+)"/.exec(measured)?.[1]);
  return SUBJECTS[namespace] ?? namespace;
}

/** Removes everything but the host from a URL, because the path of a webhook's URL often is a secret. */
const withoutPath = (endpoint: string): string => endpoint.replace(/^https?:\/\/([^/]+).*$/, "$1");

const widgetsIn = (body: unknown): number => {
  // Terraform's expressions are removed before JSON.parse, because they may contain quotes: src/naming/dashboard.ts
  const { widgets }: { widgets: readonly unknown[] } = JSON.parse(String(body).replace(/\$\{[^}]*\}/g, ""));
  return widgets.length;
};

/**
 * Reads the monitoring of an environment. The list `alarms` has one item for each subject, such as the database. (A subject is what alarms
 * watch.) The subject with the most alarms comes first.
 */
export function watchedOf(document: SynthesizedDocument): Watched {
  const counts = new Map<string, number>();
  for (const alarm of document.resources("aws_cloudwatch_metric_alarm")) {
    const on = subjectOf(document, alarm);
    counts.set(on, (counts.get(on) ?? 0) + 1);
  }
  const topic = one(document, "aws_sns_topic");
  const dashboard = one(document, "aws_cloudwatch_dashboard")?.attributes;
  const toTopic = (type: string, attribute: string) =>
    topic === undefined ? [] : document.referring(type, attribute, topic);
  return {
    alarms: [...counts].map(([on, count]) => ({ on, count })).sort((a, b) => b.count - a.count),
    topic: String(topic?.attributes.name),
    subscribers: toTopic("aws_sns_topic_subscription", "topic_arn").map(
      ({ attributes: { protocol, endpoint } }) => `${protocol} ${withoutPath(String(endpoint))}`,
    ),
    events:
      toTopic("aws_cloudwatch_event_target", "arn").length +
      toTopic("aws_db_event_subscription", "sns_topic").length,
    dashboard: String(dashboard?.dashboard_name),
    widgets: dashboard === undefined ? 0 : widgetsIn(dashboard.dashboard_body),
  };
}
